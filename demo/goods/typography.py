"""Sets the small signs right, so that the texts can be written with an ordinary keyboard.

French: ’ and « », a narrow no-break space before ; ! ? and between thousands, a no-break space before : and inside
« », between figure and unit. English: curly quotes. Tags of HTML are left as they are.
"""

import re
import unicodedata
from collections.abc import Callable

from demo.goods.spec import Both

NARROW, HARD = "\u202f", "\u00a0"
UNITS = "€|%|cm|mm|m|g|kg|cl|ml|l|h|°C|min|minutes|heures|hours|jours|days|pages|ans|years|tours|pixels"
TAG = re.compile(r"(<[^>]*>)")


def _units(text: str) -> str:
    text = re.sub(rf"(\d) ({UNITS})(?![\w’'])", rf"\1{HARD}\2", text)
    return re.sub(r"(\d) × (\d)", rf"\1{HARD}×{HARD}\2", text)


def _french(text: str) -> str:
    text = text.replace("'", "’")
    text = re.sub(r"« ", f"«{HARD}", text)
    text = re.sub(r" »", f"{HARD}»", text)
    text = re.sub(r" ([;!?])", rf"{NARROW}\1", text)
    text = re.sub(r" :", f"{HARD}:", text)
    text = re.sub(r"(?<!\d)(\d{1,3}) (\d{3})(?!\d)", rf"\1{NARROW}\2", text)
    text = re.sub(r"\bn° ", f"n°{HARD}", text)
    return _units(text)


def _english(text: str) -> str:
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return _units(text.replace("'", "’"))


def _outside_tags(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if part.startswith("<") else change(part) for part in TAG.split(text))


def fr(text: str) -> str:
    return _outside_tags(text, _french)


def en(text: str) -> str:
    return _outside_tags(text, _english)


def both(french: str, english: str) -> Both:
    """The two texts, typeset."""
    return Both(fr(french), en(english))


def slug(text: str) -> str:
    """Small letters, figures and hyphens: "Phare dans l’œil" gives "phare-dans-l-oeil"."""
    plain = text.lower().replace("œ", "oe").replace("’s ", "s ").replace("’", "-")
    folded = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
