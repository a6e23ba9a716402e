"""What people read, in French and English, and how money is written."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("fr", "en")
SIGNS = {"eur": "€", "usd": "$", "gbp": "£"}


@cache
def of(language: str) -> dict[str, str]:
    """Every word in this language."""
    place = LANGUAGES.index(language)
    words = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return {name: both[place] if language == "en" else _french(both[place]) for name, both in words.items()}


def _french(text: str) -> str:
    """Narrow spaces before high points."""
    for sign in "?!;":
        text = text.replace(f" {sign}", f"\u202f{sign}")
    return text.replace(" :", "\u00a0:").replace("MM\u00a0/", "MM /")


def choose(wanted: str | None, accepted: str = "") -> str:
    """The language asked for; without one, the first of the browser's that is known here."""
    for name in [wanted or "", *accepted.split(",")]:
        code = name.strip()[:2].lower()
        if code in LANGUAGES:
            return code
        if code not in ("", "au") and name == wanted:
            return "en"
    return "en"


def money(cents: int, currency: str, language: str) -> str:
    """34 €, 20,40 € or €34, €20.40."""
    units, rest = divmod(cents, 100)
    sign = SIGNS.get(currency, currency.upper())
    whole = f"{units:,}"
    if language == "fr":
        whole = whole.replace(",", "\u202f")
        return f"{whole}{f',{rest:02}' if rest else ''}\u00a0{sign}"
    return f"{sign}{'' if len(sign) == 1 else ' '}{whole}{f'.{rest:02}' if rest else ''}"


def refusal(error: dict[str, Any], language: str) -> str:
    """The sentence for a refused payment, by decline code or code."""
    words = of(language)
    for name in (error.get("decline_code"), error.get("code")):
        if name and name in words and name != "card_declined":
            return words[name]
    return words["card_declined_error"]


UNITS = {
    "hour": ("heure", "heures", "hour", "hours"),
    "day": ("jour", "jours", "day", "days"),
    "business_day": ("jour ouvré", "jours ouvrés", "working day", "working days"),
    "week": ("semaine", "semaines", "week", "weeks"),
    "month": ("mois", "mois", "month", "months"),
}


def estimate(given: dict[str, dict[str, Any]] | None, language: str) -> str:
    """2 à 3 jours ouvrés, 2 to 3 working days; empty without an estimate."""
    if not given:
        return ""
    ends = [end for end in (given["minimum"], given["maximum"]) if end]
    if len(ends) == 2 and ends[0] != ends[1]:
        first = "" if ends[0]["unit"] == ends[1]["unit"] else f" {_unit(ends[0], language)}"
        return f"{ends[0]['value']}{first} {'à' if language == 'fr' else 'to'} {_count(ends[1], language)}"
    return _count(ends[0], language) if ends else ""


def _count(end: dict[str, Any], language: str) -> str:
    return f"{end['value']}\u00a0{_unit(end, language)}"


def _unit(end: dict[str, Any], language: str) -> str:
    return UNITS[end["unit"]][2 * (language == "en") + (end["value"] > 1)]
