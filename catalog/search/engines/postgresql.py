"""PostgreSQL: a tsvector a document, an index a language, configurations `catalogue_fr` and `catalogue_en`.

The words come cut, folded and lightly stemmed from here (so that both engines agree on what a word is); the
configuration unaccents and stems them once more. Words hold letters and digits only, and stand in quotes:
nothing typed can become an operator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from catalog.search.stems import stem
from catalog.search.words import Term

if TYPE_CHECKING:
    from catalog.models import ShelfItem
    from catalog.search.engines import Entry

TABLE = "catalogue_searchdocument"
# Of D, C, B, A; A is the title, B categories, options and the line under the name, C the description.
WEIGHTS = "'{0, 0.1, 0.4, 1}'"


class PostgreSQL:
    """See `catalog.search.engines.Engine`."""

    def write(self, language: str, entries: Sequence[Entry]) -> None:
        vectors = " || ".join(
            f"setweight(to_tsvector('catalogue_{language}', new.{column}), '{weight}')"
            for column, weight in (("title", "A"), ("terms", "B"), ("text", "C"))
        )
        columns = ("product_id", "boost", "digest", "title", "terms", "text")
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO {TABLE} AS old (product_id, language, boost, digest, body)
                SELECT new.product_id, %s, new.boost, new.digest, {vectors}
                  FROM unnest(%s::bigint[], %s::float8[], %s::text[], %s::text[], %s::text[], %s::text[])
                       AS new ({", ".join(columns)})
                ON CONFLICT (product_id, language)
                DO UPDATE SET boost = excluded.boost, digest = excluded.digest, body = excluded.body
                """,  # noqa: S608  names of ours only
                [language, *([getattr(entry, column) for entry in entries] for column in columns)],
            )

    def forget(self, product_ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE product_id = ANY(%s)", [list(product_ids)])  # noqa: S608

    def hits(self, language: str, terms: Sequence[Term]) -> RawSQL:
        return RawSQL(  # noqa: S611  words only, see _question
            f"SELECT product_id FROM {TABLE} WHERE {_matching(language)}",  # noqa: S608
            (_question(language, terms),),
        )

    def best(
        self, language: str, terms: Sequence[Term], start: int, count: int, within: QuerySet[ShelfItem, Any] | None
    ) -> tuple[list[int], int]:
        question = _question(language, terms)
        narrowed, params = "", []
        if within is not None:
            try:
                sql, inner = within.order_by().values("pk").query.sql_with_params()
            except EmptyResultSet:
                return [], 0
            narrowed, params = f"AND product_id IN ({sql})", list(inner)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT product_id, count(*) OVER ()
                  FROM {TABLE}
                 WHERE {_matching(language)} {narrowed}
                 ORDER BY ts_rank({WEIGHTS}, body, to_tsquery('catalogue_{language}', %s)) * boost DESC,
                          boost DESC, product_id
                 LIMIT %s OFFSET %s
                """,  # noqa: S608
                [question, *params, question, count, start],
            )
            rows = cursor.fetchall()
        return [row[0] for row in rows], rows[0][1] if rows else 0

    def counts(self, language: str, questions: Sequence[Sequence[Term]]) -> list[int]:
        one = f"(SELECT count(*) FROM {TABLE} WHERE {_matching(language)})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join([one] * len(questions))}", [_question(language, terms) for terms in questions]
            )
            return list(cursor.fetchone() or [])

    def titles(self, language: str, terms: Sequence[Term], count: int, among: int) -> list[tuple[int, str, str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT shelf.product_id, shelf.title_{language}, shelf.slug_{language}, shelf.picture
                  FROM (SELECT product_id, boost
                          FROM (SELECT product_id, boost FROM {TABLE} WHERE {_matching(language)} LIMIT %s) AS among
                         ORDER BY boost DESC, product_id LIMIT %s) AS hit
                  JOIN catalogue_shelfitem AS shelf USING (product_id)
                 ORDER BY hit.boost DESC, hit.product_id
                """,  # noqa: S608
                [_question(language, terms, weight=":A"), among, count],
            )
            return cursor.fetchall()

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {TABLE}")


def _matching(language: str) -> str:
    # The language stands in the statement, not beside it: the index of a language is a partial one.
    return f"language = '{language}' AND body @@ to_tsquery('catalogue_{language}', %s)"


def _question(language: str, terms: Sequence[Term], weight: str = "") -> str:
    """(("portecles",), ("porte", "cles")) → ('portecle' | ('port' & 'cle'))."""
    return " & ".join(
        "("
        + " | ".join("(" + " & ".join(f"'{stem(w, language)}'{weight}" for w in group) + ")" for group in term)
        + ")"
        for term in terms
    )
