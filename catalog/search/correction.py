"""What was probably meant: one wrong letter, two words written as one, one word written as two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from catalog.models import SearchWord
from catalog.search.stems import stem
from catalog.search.vocabulary import SHORTEST_FORGIVEN, Word, keys_of, look_up, one_slip
from catalog.search.words import LONGEST_WORD, Term, Typed, fold

SHORTEST_PART = 2
NEAR_ENOUGH = 0.3  # share of common trigrams
MOST_NEAR = 4


@dataclass(frozen=True)
class Fixed:
    """A query put right: its text, and whether anything changed."""

    text: str
    changed: bool


def correct(pieces: Sequence[Typed], hits: Mapping[Term, int], language: str) -> Fixed:
    """Put words right that occur nowhere (by `hits`, products per term). At most one statement."""
    wrong = {i: _bare(piece) for i, piece in enumerate(pieces) if _is_unknown(piece, hits)}
    wrong = {i: word for i, word in wrong.items() if len(word) >= SHORTEST_FORGIVEN and word.isalpha()}
    joins = _joins(pieces, hits)
    if not wrong and not joins:
        return Fixed("", changed=False)
    keys = {stem(joined, language) for joined in joins.values()}
    for word in wrong.values():
        keys |= keys_of(word) | keys_of(stem(word, language))
        keys |= {stem(part, language) for pair in _parts(word) for part in pair}
    known = look_up(language, keys)
    written, skip = [], False
    for i, piece in enumerate(pieces):
        if skip:
            skip = False
            continue
        joined = _exact(joins.get(i, ""), known, language)
        if joined:
            skip = True
        written.append((joined and joined.written) or (i in wrong and _meant(wrong[i], known, language)) or piece.text)
    return Fixed(" ".join(written), changed=written != [piece.text for piece in pieces])


def near(pieces: Sequence[Typed], language: str) -> tuple[str, ...]:
    """Words of the shop that look like those typed, most alike first, by shared trigrams."""
    found: dict[str, float] = {}
    for word in [_bare(piece) for piece in pieces if piece.terms][:3]:
        if len(word) < SHORTEST_FORGIVEN:
            continue
        for other, written in _look_alikes(word, language):
            likeness = _likeness(word, other)
            if likeness >= NEAR_ENOUGH:
                found[written] = max(likeness, found.get(written, 0))
    return tuple(sorted(found, key=lambda written: (-found[written], written))[:MOST_NEAR])


def _is_unknown(piece: Typed, hits: Mapping[Term, int]) -> bool:
    return bool(piece.terms) and not any(hits.get(term) for term in piece.terms)


def _bare(piece: Typed) -> str:
    return "".join(sign for sign in fold(piece.text) if sign.isalnum())[:LONGEST_WORD]


def _joins(pieces: Sequence[Typed], hits: Mapping[Term, int]) -> dict[int, str]:
    """Place → that word and the next as one, where one of them is unknown: "porte feuille"."""
    return {
        i: (_bare(one) + _bare(two))[:LONGEST_WORD]
        for i, (one, two) in enumerate(pairwise(pieces))
        if one.terms and two.terms and (_is_unknown(one, hits) or _is_unknown(two, hits))
    }


def _parts(word: str) -> list[tuple[str, str]]:
    return [(word[:i], word[i:]) for i in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)]


def _meant(word: str, known: Mapping[str, list[Word]], language: str) -> str:
    """The word one slip away that is likeliest, or the two words written as one; empty when there is neither."""
    root = stem(word, language)
    close = {found.word: found for key in keys_of(word) | keys_of(root) for found in known.get(key, ())}.values()
    slips = [found for found in close if one_slip(word, found.word)]
    if len(root) >= SHORTEST_FORGIVEN:
        # "coquelico" where only "coquelicots" occurs.
        slips = slips or [found for found in close if one_slip(root, stem(found.word, language))]
    if slips:
        return min(slips, key=lambda found: _unlikeliness(word, found)).written
    pairs = [(_exact(one, known, language), _exact(two, known, language)) for one, two in _parts(word)]
    whole = [(one, two) for one, two in pairs if one and two]
    if not whole:
        return ""
    one, two = max(whole, key=lambda pair: (min(pair[0].titles, pair[1].titles), pair[0].word))
    return f"{one.written} {two.written}"


def _exact(word: str, known: Mapping[str, list[Word]], language: str) -> Word | None:
    """The word if it occurs, or another form of it."""
    root = stem(word, language)
    same = [found for found in known.get(root, ()) if word and stem(found.word, language) == root]
    return min(same, key=lambda found: (found.word != word, -found.titles, found.word), default=None)


def _unlikeliness(typed: str, found: Word) -> tuple[bool, bool, int, int, str]:
    """Titles before prose, the same first letter before another, then the commoner word."""
    return found.titles == 0, typed[0] != found.word[0], -found.titles, -found.documents, found.word


def _look_alikes(word: str, language: str) -> list[tuple[str, str]]:
    known = SearchWord.objects.filter(language=language, titles__gt=0)
    if connection.vendor == "postgresql":
        known = known.extra(where=["word %% %s"], params=[word])  # pg_trgm has an index for it
    else:
        known = known.filter(word__gte=word[0], word__lt=word[0] + "\uffff")
    return list(known.values_list("word", "written"))


def _likeness(one: str, other: str) -> float:
    """pg_trgm's measure: common trigrams over all trigrams, two spaces before the word and one behind."""
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / len(first | second)


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
