"""Suggestions as one types: shelves, words and products, the last word taken as begun. Three statements."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from catalog.models import Category, SearchWord
from catalog.pictures.naming import Picture
from catalog.search import engines, words
from catalog.search.stems import stem
from catalog.search.vocabulary import SHORTEST_FORGIVEN, one_slip_begins

SHORTEST = 2
MOST_COMPLETIONS, MOST_WORDS = 40, 12  # looked at; looked for in titles
MOST_CATEGORIES, MOST_COMPLETED = 2, 3
MOST_WEIGHED = 2_000  # products; whoever typed so little goes on typing


@dataclass(frozen=True)
class Suggestion:
    """A way on: a shelf, a search for a completed text, or a product. `picture` as the shelf keeps it."""

    kind: str
    label: str
    url: str
    picture: Picture | None = None


@dataclass(frozen=True)
class _Begun:
    """What was typed so far: words that are whole, and the one being typed, folded."""

    before: str
    whole: tuple[words.Term, ...]
    last: str


def suggest(prefix: str, language: str, limit: int = 8) -> list[Suggestion]:
    """At most `limit` ways on from what was typed so far; none below two letters, unless words stand before them."""
    begun = _read(prefix, language)
    if len(begun.last) < (1 if begun.whole else SHORTEST):
        return []
    completions = _completions(begun.last, language)
    shelves = _shelves(begun, {one.word for one in completions}, language)[:MOST_CATEGORIES]
    # Only words that stand in names: of the others every product would be looked at in vain.
    named = [one.word for one in completions if one.names][:MOST_WORDS]
    products = []
    if named:
        terms = (*begun.whole, tuple((word,) for word in named))
        products = engines.current().titles(language, terms, limit + 4, among=MOST_WEIGHED)
    completed = _completed(begun, completions, [title for _number, title, *_rest in products], language)
    room = max(limit - len(shelves) - len(completed), 0)
    return [*shelves, *completed, *(_product(*row) for row in products[:room])][:limit]


def _read(prefix: str, language: str) -> _Begun:
    line, _cut = words.clean(prefix)
    before, _space, last = line.rpartition(" ")
    folded = "".join(sign for sign in words.fold(words.without_article(last)) if sign.isalnum())
    return _Begun(before, words.terms_of(words.read(before, language)), folded[: words.LONGEST_WORD])


def _completions(begun: str, language: str) -> list[SearchWord]:
    """Words that begin so, the commonest in titles and terms first; one slip forgiven from four letters."""
    known = SearchWord.objects.filter(language=language, titles__gt=0)
    slips = len(begun) >= SHORTEST_FORGIVEN
    ways = _begins(begun[:2] if slips else begun)
    if slips:
        # A slip in the first two letters: one too much, swapped, missing, or another in second place.
        for start in (begun[0] + begun[2], begun[1] + begun[0], begun[1:3]):
            ways |= _begins(start)
        ways |= Q(word__startswith=begun[0]) & (Q(word__regex=f"^..{begun[1]}") | Q(word__regex=f"^..{begun[2]}"))
    rows = known.filter(ways).order_by("-titles", "word").only("word", "written", "names")
    if not slips:
        return list(rows[:MOST_COMPLETIONS])
    found = list(rows)
    begins = [row for row in found if row.word.startswith(begun)]
    return (begins or [row for row in found if one_slip_begins(begun, row.word)])[:MOST_COMPLETIONS]


def _begins(start: str) -> Q:
    """An index finds it on both databases: LIKE on PostgreSQL, a range on SQLite."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=start)
    return Q(word__gte=start, word__lt=start + "\uffff")


def _shelves(begun: _Begun, completions: set[str], language: str) -> list[Suggestion]:
    """Categories in whose names every word occurs, the last one begun; those that begin so first."""
    found = []
    columns = (f"name_{language}", f"address_{language}", "depth")
    for name, address, depth in Category.objects.filter(is_public=True).values_list(*columns):
        here = words.index_words(name or "", language)
        stems = {stem(word, language) for word in here}
        if not all(any(stems.issuperset(stem(w, language) for w in group) for group in term) for term in begun.whole):
            continue
        places = [i for i, word in enumerate(here) if word.startswith(begun.last) or word in completions]
        if places and address:
            url = reverse("catalog:category", kwargs={"path": address})
            found.append(((places[0], depth, name), Suggestion("category", name, url)))
    return [suggestion for _rank, suggestion in sorted(found, key=lambda pair: pair[0])]


def _completed(
    begun: _Begun, completions: Sequence[SearchWord], titles: Sequence[str], language: str
) -> list[Suggestion]:
    """The text with its last word completed. After other words only what occurs beside them in a title found."""
    beside = {stem(word, language) for title in titles for word in words.index_words(title, language)}
    found: dict[str, Suggestion] = {}
    for one in completions:
        root = stem(one.word, language)
        if root in found or (begun.whole and root not in beside):
            continue
        text = f"{begun.before} {one.written}".strip()
        found[root] = Suggestion("words", text, f"{reverse('catalog:search')}?{urlencode({'q': text})}")
    return list(found.values())[:MOST_COMPLETED]


def _product(_number: int, title: str, slug: str, picture: str) -> Suggestion:
    return Suggestion("product", title, reverse("catalog:product", kwargs={"slug": slug}), json.loads(picture) or None)
