"""Searches: what was typed is taken at its word; then slips are forgiven, then words left out, then near words told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from django.db.models import QuerySet

from catalog.models import ShelfItem
from catalog.search import correction, engines, words
from catalog.search.words import Term, Typed

MOST_LEFT_OUT_OF = 6  # terms; of a longer query that finds nothing the rest is left out at once


@dataclass(frozen=True)
class SearchResult:
    """What a search found, and what had to be changed for it.

    `asked` is what was typed, on one line; `searched` what was searched in the end. `corrected`: a slip was
    forgiven. `dropped`: words left out, as typed. `near`: words to try when nothing is found. `terms` is empty
    when there was no word to search.
    """

    language: str
    asked: str
    searched: str = ""
    terms: tuple[Term, ...] = ()
    total: int = 0
    corrected: bool = False
    dropped: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    exact: bool = False
    too_long: bool = False
    first: tuple[int, ...] = field(default=(), repr=False)

    @property
    def items(self) -> QuerySet[ShelfItem]:
        """The rows of the shelf that were found, for lists, filters and counts; not in order of rank."""
        if not self.total:
            return ShelfItem.objects.none()
        return ShelfItem.objects.filter(pk__in=engines.current().hits(self.language, self.terms))

    def ranked(self, start: int, count: int, within: QuerySet[ShelfItem, Any] | None = None) -> list[ShelfItem]:
        """Rows from `start` on, best match first; `within` is a narrower set. One or two statements."""
        if not self.total:
            return []
        if within is None and start + count <= len(self.first):
            ids = list(self.first[start : start + count])
        elif within is None and len(self.first) == self.total:
            ids = list(self.first[start:])
        else:
            ids = engines.current().best(self.language, self.terms, start, count, within)[0]
        rows = ShelfItem.objects.in_bulk(ids)
        return [rows[number] for number in ids if number in rows]


def search(query: str, language: str, *, exact: bool = False, count: int = 24) -> SearchResult:
    """Search the shelf. `exact`: the words as they stand, nothing forgiven or left out. `count`: ids fetched at once.

    One statement when something is found; a slip costs two or three more, a sentence without a hit two or three more.
    """
    asked, too_long = words.clean(query)
    pieces = words.read(asked, language)
    plain = SearchResult(language, asked, asked, words.terms_of(pieces), exact=exact, too_long=too_long)
    if not plain.terms:
        return plain
    found = _look(plain, count)
    if found.total or exact:
        return found
    hits = _hits_of(plain.terms, language, none=plain.terms)
    fixed = correction.correct(pieces, hits, language)
    if fixed.changed:
        pieces = words.read(fixed.text, language)
        found = _look(replace(plain, searched=fixed.text, terms=words.terms_of(pieces), corrected=True), count)
        if found.total:
            return found
        hits |= _hits_of([term for term in found.terms if term not in hits], language, none=found.terms)
    return _fewer_words(found, pieces, hits, count) or replace(
        plain, near=correction.near(pieces, language), searched=asked
    )


def _hits_of(terms: Sequence[Term], language: str, *, none: Sequence[Term]) -> dict[Term, int]:
    """How many products each term finds alone; `none` is known to find nothing together. One statement or none."""
    if len(none) == 1 or not terms:
        return dict.fromkeys(terms, 0)
    return dict(zip(terms, engines.current().counts(language, [[term] for term in terms]), strict=True))


def _look(asked: SearchResult, count: int) -> SearchResult:
    ids, total = engines.current().best(asked.language, asked.terms, 0, count, None)
    return replace(asked, total=total, first=tuple(ids))


def _fewer_words(asked: SearchResult, pieces: list[Typed], hits: dict[Term, int], count: int) -> SearchResult | None:
    """The largest set of words that finds something; of sets alike in size the one that says most (rarest words)."""
    useful = [term for term in asked.terms if hits.get(term)]
    useful = sorted(useful, key=lambda term: hits[term])[:MOST_LEFT_OUT_OF]
    useful.sort(key=asked.terms.index)
    for size in range(len(useful), 0, -1):
        sets = list(combinations(useful, size))
        found = [0] * len(sets) if size == len(asked.terms) else engines.current().counts(asked.language, sets)
        hitting = [chosen for chosen, total in zip(sets, found, strict=True) if total]
        if hitting:
            kept = min(hitting, key=lambda chosen: _commonness(chosen, hits))
            return _look(_without(asked, pieces, kept), count)
    return None


def _commonness(terms: Sequence[Term], hits: dict[Term, int]) -> float:
    product = 1.0
    for term in terms:
        product *= hits[term]
    return product


def _without(asked: SearchResult, pieces: list[Typed], kept: Sequence[Term]) -> SearchResult:
    left = [piece for piece in pieces if piece.terms and not set(piece.terms) & set(kept)]
    stay = [piece.text for piece in pieces if piece.terms and piece not in left]
    return replace(
        asked, terms=tuple(kept), searched=" ".join(stay), dropped=tuple(dict.fromkeys(piece.text for piece in left))
    )
