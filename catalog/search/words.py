"""Words: how a text, or what somebody typed, is cut into words. Both databases are given the same ones.

Folded: small letters, no accents, ligatures written out ("Cœur d’été" → coeur, ete). A word with hyphens is also
one joined word ("t-shirt" → shirt, tshirt), a size is one word however it is spaced ("50 × 70" → 50x70).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import strip_tags

LONGEST_WORD = 40
LONGEST_QUERY = 200
MOST_TERMS = 12

# Only what tells nothing apart; "sans" and "without" do ("tisane sans théine").
STOP = {
    "fr": frozenset(
        {"le", "la", "les", "un", "une", "des", "de", "du", "au", "aux", "et", "ou", "en", "par", "pour", "sur", "dans"}
        | {"avec", "ce", "ces", "cet", "cette", "son", "sa", "ses"}
    ),
    "en": frozenset(
        {"the", "a", "an", "of", "and", "or", "for", "with", "in", "on", "to", "by", "from", "is", "it", "its", "this"}
        | {"that"}
    ),
}
_SIGNS = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-"})
_LIGATURES = _SIGNS | str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_ELISION = re.compile(r"\b(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_SIZE = re.compile(r"(?<![^\W_])(\d+)(?:[.,]\d+)?\s*[x×]\s*(\d+)(?:[.,]\d+)?(?![^\W_])")
_AMOUNT = re.compile(r"^(\d+)([a-z]{1,3})$")
# Combining marks of the scripts whose letters bear accents (Latin, Greek, Cyrillic), and those for all scripts.
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True)
class Typed:
    """A piece of a query: as typed, and the terms it asks for (none for a stop word).

    Each term is a choice of word groups; one whole group must be found: (("portecles",), ("porte", "cles")).
    """

    text: str
    terms: tuple["Term", ...]


Term = tuple[tuple[str, ...], ...]


def fold(text: str) -> str:
    """Small letters without accents, ligatures written out, apostrophes and hyphens of one kind."""
    if text.isascii():
        return text.lower()
    small = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES)
    return _MARKS.sub("", unicodedata.normalize("NFKD", small))


def _cut(text: str) -> Iterator[str]:
    """Folded words, hyphens still in them."""
    folded = _POSSESSIVE.sub("", _ELISION.sub("", fold(text)))
    for found in _WORD.finditer(_SIZE.sub(r"\1x\2", folded)):
        yield found.group()[: 2 * LONGEST_WORD]


def index_words(text: str, language: str) -> list[str]:
    """All words under which a text shall be found, in its order, stop words left out."""
    return [piece for word in _cut(text) for piece in _index_pieces(word, language)]


@lru_cache(maxsize=50_000)
def _index_pieces(word: str, language: str) -> tuple[str, ...]:
    """ "porte-cles" → portecles, porte, cles."""
    parts = word.split("-")
    joined = ["".join(parts)[:LONGEST_WORD]] if len(parts) > 1 else []
    return (*joined, *(piece for part in parts for piece in _pieces(part) if _tells(piece, STOP[language])))


def without_article(word: str) -> str:
    """ "l’affiche" → affiche."""
    return _ELISION.sub("", fold(word))


def spoken(html: str) -> str:
    """A text without its tags."""
    return strip_tags(html.replace("<", " <")) if "<" in html else html


def surfaces(text: str, language: str) -> Iterator[tuple[str, str]]:
    """(folded, as written in small letters) of each word worth offering: "Thé vert" → the/thé, vert/vert."""
    for found in _LETTERS.finditer(_ELISION.sub("", unicodedata.normalize("NFC", text).lower().translate(_SIGNS))):
        yield from _written(found.group(), language)


@lru_cache(maxsize=50_000)
def _written(word: str, language: str) -> tuple[tuple[str, str], ...]:
    parts = [word, *word.split("-")] if "-" in word else [word]
    folded = [(fold(part).replace("-", ""), part) for part in parts]
    return tuple(pair for pair in folded if 2 < len(pair[0]) <= LONGEST_WORD and pair[0] not in STOP[language])


def clean(query: str) -> tuple[str, bool]:
    """What somebody typed, one line of at most 200 characters, without control signs; and whether it was cut."""
    line = " ".join("".join(" " if _is_control(sign) else sign for sign in query[: LONGEST_QUERY * 60]).split())
    return line[:LONGEST_QUERY].rstrip(), len(line) > LONGEST_QUERY or len(query) > LONGEST_QUERY * 60


def read(query: str, language: str) -> list[Typed]:
    """The pieces of a query, at most 12 terms. Signs that mean something to a database are no words: they vanish."""
    pieces: list[Typed] = []
    left = MOST_TERMS
    for raw in _SIZE.sub(r"\1x\2", _glue_single_letters(query)).split():
        terms = tuple(dict.fromkeys(term for word in _cut(raw) if (term := _term(word, language))))[:left]
        pieces.append(Typed(raw, terms))
        left -= len(terms)
    return pieces


def terms_of(pieces: list[Typed]) -> tuple[Term, ...]:
    """The terms of a query, each once."""
    return tuple(dict.fromkeys(term for piece in pieces for term in piece.terms))


def _glue_single_letters(query: str) -> str:
    """ "t shirt" is "t-shirt"; "à", "y", "a" and stop words stay alone."""
    return re.sub(r"(?<!\S)([b-xB-X])\s+(?=[^\W\d_]{3,})", r"\1-", query)


def _term(word: str, language: str) -> Term | None:
    stop, parts = STOP[language], word.split("-")
    if len(parts) == 1:
        pieces = [piece for piece in _pieces(word) if _tells(piece, stop)]
        return (tuple(pieces),) if pieces else None
    joined = ("".join(parts)[:LONGEST_WORD],)
    single = tuple(piece for part in parts for piece in _pieces(part) if _tells(piece, stop))
    return (joined, single) if single else (joined,)


def _pieces(part: str) -> list[str]:
    """ "30cl" is "30 cl"."""
    amount = _AMOUNT.match(part)
    return [amount[1], amount[2]] if amount else [part[:LONGEST_WORD]]


def _tells(word: str, stop: frozenset[str]) -> bool:
    return word not in stop and (len(word) > 1 or word.isdigit())


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "C" and sign not in "\u200d"
