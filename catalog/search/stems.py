"""Stems: what is left of a folded word when number, gender and common endings are gone.

Light on purpose: two words that share a stem should mean the same on a shelf. It makes all the difference on
SQLite, which knows no stemming; PostgreSQL runs its own stemmer over the result.
"""

from collections.abc import Callable
from functools import lru_cache

SHORTEST = 3

# Plurals (and past forms) that no rule finds, as folded words.
_FRENCH_ODD = {
    "yeux": "oeil", "cieux": "ciel", "travaux": "travail", "vitraux": "vitrail", "douce": "doux", "douces": "doux",
    "bonne": "bon", "bonnes": "bon", "grosse": "gro", "grosses": "gro", "rousse": "roux", "rousses": "roux",
}  # fmt: skip
_ENGLISH_ODD = {
    "children": "child", "men": "man", "women": "woman", "people": "person", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "leaves": "leaf", "knives": "knife", "shelves": "shelf", "scarves": "scarf", "loaves": "loaf",
    "wolves": "wolf", "geese": "goose", "halves": "half", "lives": "life", "wives": "wife", "calves": "calf",
}  # fmt: skip
# Words in -oux and -eux that are no plural.
_FRENCH_X = frozenset({"doux", "roux", "deux"})
_FEMININE = (
    ("euse", "eux"), ("trice", "teur"), ("ienne", "ien"), ("onne", "on"), ("enne", "en"), ("elle", "el"),
    ("ette", "et"), ("ive", "if"), ("anche", "anc"),
)  # fmt: skip


def french(word: str) -> str:
    """affiches → affich, chevaux → cheval, bleus → bleu, imprimées → imprim, naturelle → naturel."""
    if word in _FRENCH_ODD:
        return _FRENCH_ODD[word]
    if len(word) <= SHORTEST or not word.isalpha():
        return word
    word = _french_number(word)
    for feminine, masculine in _FEMININE:
        if word.endswith(feminine) and len(word) - len(feminine) >= 2:
            return _french_number(word[: -len(feminine)] + masculine)
    # Twice, for "imprimée", whose accent is gone, and "grise". Four letters keep their e: "mère" is no "mer".
    for _turn in range(2):
        if word.endswith("e") and len(word) > SHORTEST + 1:
            word = word[:-1]
    return _french_number(word) if len(word) > SHORTEST else word


def _french_number(word: str) -> str:
    if word.endswith(("eaux", "oux", "eux")):
        return word if word in _FRENCH_X else word[:-1]
    if word.endswith("aux") and len(word) > 4:
        return word[:-2] + "l"
    # "tapis" loses an s that is its own, in the singular as in the plural: no harm.
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def english(word: str) -> str:
    """posters → poster, berries → berry, boxes → box, printed → print, knitted → knit, cushions → cushion."""
    if word in _ENGLISH_ODD:
        return _ENGLISH_ODD[word]
    if len(word) <= SHORTEST or not word.isalpha():
        return word
    word = _english_number(word)
    for ending in ("ing", "ed"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= SHORTEST and set(stem[:-1]) & set("aeiouy"):
            word = _undouble(stem)
            break
    return word[:-1] if word.endswith("e") and len(word) > SHORTEST else word


def _english_number(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _undouble(stem: str) -> str:
    return stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "lsz" else stem


_STEMMERS: dict[str, Callable[[str], str]] = {"fr": french, "en": english}


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; a language we have no rules for keeps its words."""
    stemmer = _STEMMERS.get(language)
    return stemmer(word) if stemmer else word
