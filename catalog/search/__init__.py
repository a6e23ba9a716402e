"""Search in the database: PostgreSQL's full text or SQLite's, the same answers from both.

index (keeps it) · finding (searches) · suggestions (as one types); below them words, stems, vocabulary, engines.
"""
