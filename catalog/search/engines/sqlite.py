"""SQLite: a full-text table (FTS5) a language, its row number the product's.

The tables know no stemming: stems are stored and asked for. Words hold letters and digits only, and stand in
quotes: nothing typed can become an operator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from catalog.models import SearchDocument
from catalog.search.stems import stem
from catalog.search.words import Term

if TYPE_CHECKING:
    from catalog.models import ShelfItem
    from catalog.search.engines import Entry

LANGUAGES = ("fr", "en")
# Of title, terms and text. bm25 is the smaller the better, and never positive. CROSS JOIN keeps
# the planner from asking the full-text table once a document.
RANK = "bm25({table}, 10.0, 4.0, 1.0)"


class SQLite:
    """See `catalog.search.engines.Engine`."""

    def write(self, language: str, entries: Sequence[Entry]) -> None:
        SearchDocument.objects.bulk_create(
            [
                SearchDocument(product_id=entry.product_id, language=language, boost=entry.boost, digest=entry.digest)
                for entry in entries
            ],
            update_conflicts=True,
            unique_fields=["product", "language"],
            update_fields=["boost", "digest"],
        )
        rows = [(entry.product_id, entry.title, entry.terms, entry.text) for entry in entries]
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {_table(language)} WHERE rowid = %s", [row[:1] for row in rows])  # noqa: S608
            cursor.executemany(
                f"INSERT INTO {_table(language)} (rowid, title, terms, text) VALUES (%s, %s, %s, %s)",  # noqa: S608
                rows,
            )

    def forget(self, product_ids: Sequence[int]) -> None:
        SearchDocument.objects.filter(product__in=product_ids).delete()
        with connection.cursor() as cursor:
            for language in LANGUAGES:
                cursor.executemany(
                    f"DELETE FROM {_table(language)} WHERE rowid = %s",  # noqa: S608
                    [(product_id,) for product_id in product_ids],
                )

    def hits(self, language: str, terms: Sequence[Term]) -> RawSQL:
        table = _table(language)
        return RawSQL(  # noqa: S611  words only, see _question
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s",  # noqa: S608
            (_question(language, terms),),
        )

    def best(
        self, language: str, terms: Sequence[Term], start: int, count: int, within: QuerySet[ShelfItem, Any] | None
    ) -> tuple[list[int], int]:
        table = _table(language)
        narrowed, params = "", []
        if within is not None:
            try:
                sql, inner = within.order_by().values("pk").query.sql_with_params()
            except EmptyResultSet:
                return [], 0
            narrowed, params = f"AND hit.product_id IN ({sql})", list(inner)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                  WITH hit AS MATERIALIZED (SELECT rowid AS product_id, {RANK.format(table=table)} AS rank
                                              FROM {table} WHERE {table} MATCH %s)
                SELECT hit.product_id, count(*) OVER ()
                  FROM hit CROSS JOIN catalogue_searchdocument AS document
                    ON document.product_id = hit.product_id AND document.language = %s {narrowed}
                 ORDER BY hit.rank * document.boost, document.boost DESC, hit.product_id
                 LIMIT %s OFFSET %s
                """,  # noqa: S608
                [_question(language, terms), language, *params, count, start],
            )
            rows = cursor.fetchall()
        return [row[0] for row in rows], rows[0][1] if rows else 0

    def counts(self, language: str, questions: Sequence[Sequence[Term]]) -> list[int]:
        table = _table(language)
        one = f"(SELECT count(*) FROM {table} WHERE {table} MATCH %s)"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join([one] * len(questions))}", [_question(language, terms) for terms in questions]
            )
            return list(cursor.fetchone() or [])

    def titles(self, language: str, terms: Sequence[Term], count: int, among: int) -> list[tuple[int, str, str, str]]:
        table = _table(language)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                  WITH hit AS MATERIALIZED (SELECT rowid AS product_id FROM {table} WHERE {table} MATCH %s LIMIT %s)
                SELECT shelf.product_id, shelf.title_{language}, shelf.slug_{language}, shelf.picture
                  FROM (SELECT hit.product_id, document.boost
                          FROM hit CROSS JOIN catalogue_searchdocument AS document
                            ON document.product_id = hit.product_id AND document.language = %s
                         ORDER BY document.boost DESC, document.product_id
                         LIMIT %s) AS best
                  JOIN catalogue_shelfitem AS shelf USING (product_id)
                 ORDER BY best.boost DESC, best.product_id
                """,  # noqa: S608
                ["title : (" + _question(language, terms) + ")", among, language, count],
            )
            return cursor.fetchall()

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            for language in LANGUAGES:
                table = _table(language)
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608


def _table(language: str) -> str:
    return f"catalogue_search_{language}"


def _question(language: str, terms: Sequence[Term]) -> str:
    """(("portecles",), ("porte", "cles")) → (("portecle") OR ("port" AND "cle"))."""
    return " AND ".join(
        "("
        + " OR ".join("(" + " AND ".join(f'"{stem(word, language)}"' for word in group) + ")" for group in term)
        + ")"
        for term in terms
    )
