"""The two full-text engines, one interface: PostgreSQL's and SQLite's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from catalog.models import ShelfItem
from catalog.search.engines.postgresql import PostgreSQL
from catalog.search.engines.sqlite import SQLite
from catalog.search.words import Term


@dataclass(frozen=True)
class Entry:
    """A document to be written: stems of title (weighs most), of terms (categories, options, summary), of the rest."""

    product_id: int
    boost: float
    digest: str
    title: str
    terms: str
    text: str


class Engine(Protocol):
    """What both can do. Terms must all be found; a language is "fr" or "en"."""

    def write(self, language: str, entries: Sequence[Entry]) -> None:
        """Make or replace documents."""

    def forget(self, product_ids: Sequence[int]) -> None:
        """Remove the documents of these products in every language."""

    def hits(self, language: str, terms: Sequence[Term]) -> RawSQL:
        """All products that match, as a subquery of numbers for `pk__in`."""

    def best(
        self, language: str, terms: Sequence[Term], start: int, count: int, within: QuerySet[ShelfItem, Any] | None
    ) -> tuple[list[int], int]:
        """Products by rank from `start` on, and how many match in all; `within` narrows both."""

    def counts(self, language: str, questions: Sequence[Sequence[Term]]) -> list[int]:
        """How many products match each of these questions. One statement."""

    def titles(self, language: str, terms: Sequence[Term], count: int, among: int) -> list[tuple[int, str, str, str]]:
        """Products with all terms in their title, best sellers first: number, title, slug, picture as JSON.

        Of more than `among` the first that come are weighed.
        """

    def tidy(self) -> None:
        """After a rebuild: merge what was written and let the planner know."""


def current() -> Engine:
    """The engine of the database in use."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
