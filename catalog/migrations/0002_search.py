"""What each database needs of its own to look into texts."""

from django.db import migrations

LANGUAGES = {"fr": "french", "en": "english"}


def make_full_text(apps, editor):
    """Vendor-guarded: the same migration serves both databases."""
    statements = POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        editor.execute(statement)


def drop_full_text(apps, editor):
    postgresql = editor.connection.vendor == "postgresql"
    for language, stemmer in LANGUAGES.items():
        if postgresql:
            editor.execute(f"DROP TEXT SEARCH CONFIGURATION catalogue_{language}")
            editor.execute(f"DROP TEXT SEARCH DICTIONARY catalogue_{stemmer}")
        else:
            editor.execute(f"DROP TABLE catalogue_search_{language}")


# Extensions stay when the migration is taken back: others may use them.
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "ALTER TABLE catalogue_searchdocument ADD COLUMN body tsvector NOT NULL DEFAULT ''",
    # A document whose rank alone changes stays on its page, and no index is touched.
    "ALTER TABLE catalogue_searchdocument SET (fillfactor = 85)",
    "CREATE INDEX search_word_trigrams ON catalogue_searchword USING gin (word gin_trgm_ops)",
]
SQLITE = []
for language, stemmer in LANGUAGES.items():
    POSTGRESQL += [
        # Without stop words: an unaccented "à" and "été" must not fall with "a" and "été, been".
        f"CREATE TEXT SEARCH DICTIONARY catalogue_{stemmer} (TEMPLATE = snowball, LANGUAGE = {stemmer})",
        f"CREATE TEXT SEARCH CONFIGURATION catalogue_{language} (COPY = simple)",
        f"ALTER TEXT SEARCH CONFIGURATION catalogue_{language} ALTER MAPPING FOR asciiword, word, asciihword, hword,"
        f" hword_asciipart, hword_part WITH unaccent, catalogue_{stemmer}",
        f"CREATE INDEX search_body_{language} ON catalogue_searchdocument USING gin (body)"
        f" WITH (fastupdate = off) WHERE language = '{language}'",
    ]
    SQLITE += [
        f"CREATE VIRTUAL TABLE catalogue_search_{language} USING fts5"
        " (title, terms, text, tokenize = 'unicode61 remove_diacritics 2')",
        # A product deleted, or a table emptied, takes its texts along. A later migration that makes
        # catalogue_searchdocument anew on SQLite has to make these triggers again.
        f"CREATE TRIGGER catalogue_search_{language}_gone AFTER DELETE ON catalogue_searchdocument"
        f" WHEN old.language = '{language}'"
        f" BEGIN DELETE FROM catalogue_search_{language} WHERE rowid = old.product_id; END",
    ]


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunPython(make_full_text, drop_full_text)]
