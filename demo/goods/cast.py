"""The eighty persons of the demo shop. The first four are the cast that everybody knows: Ada shops, Ben is her
friend, Mia is the merchant, Léo writes the newsletters."""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from demo.goods.typography import fr
from demo.goods.words import TEXTS
from demo.sign_ins import MARKETER, MERCHANT, SHOPPER

Language = Literal["fr", "en"]

# Addresses that no mail server answers (RFC 2606). The four of the cast have a short one.
DOMAIN = "example.org"
SHORT = {
    "Ada Lefèvre": SHOPPER.email,
    "Ben Moreau": f"ben@{DOMAIN}",
    "Mia Kerven": MERCHANT.email,
    "Léo Garnier": MARKETER.email,
}
# Letters that do not come apart into a plain letter and an accent.
PLAIN = str.maketrans({"Ł": "l", "ł": "l", "ø": "o", "ß": "ss"})
GREEK = {"Ελένη Παππά": "eleni.pappa"}


@dataclass(frozen=True)
class PersonSpec:
    """`tastes` are series and motifs; `friends` are places in `people()`, always both ways."""

    name: str
    email: str
    town: str
    country: str
    language: Language
    tastes: tuple[str, ...]
    friends: tuple[int, ...]


def _email(name: str) -> str:
    if name in SHORT:
        return SHORT[name]
    plain = unicodedata.normalize("NFKD", name.translate(PLAIN).lower()).encode("ascii", "ignore").decode()
    return f"{GREEK.get(name) or plain.replace(' ', '.', 1).replace(' ', '-')}@{DOMAIN}"


def _circles(rows: list[dict[str, str]]) -> list[set[int]]:
    """Friends: neighbours of the same town or taste, and a few far ones: everybody is reached from everybody."""
    count = len(rows)
    circles: list[set[int]] = [set() for _ in rows]

    def join(one: int, other: int) -> None:
        if one != other:
            circles[one].add(other)
            circles[other].add(one)

    for place, row in enumerate(rows):
        join(place, (place + 1) % count)
        if place % 3 == 0:
            join(place, (place * 7 + 11) % count)
        for other in range(place + 1, count):
            if rows[other]["town"] == row["town"] or (rows[other]["tastes"] == row["tastes"] and other % 2):
                join(place, other)
    # Ada's circle is the one on show: Ben, Marc, Inès, Karim and Lucie.
    for friend in (1, 4, 5, 8, 9):
        join(0, friend)
    return circles


@cache
def people() -> tuple[PersonSpec, ...]:
    """All eighty, always in the same order."""
    with (TEXTS / "cast.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    circles = _circles(rows)
    return tuple(
        PersonSpec(
            row["name"],
            _email(row["name"]),
            fr(row["town"]),
            row["country"],
            "fr" if row["language"] == "fr" else "en",
            tuple(row["tastes"].split()),
            tuple(sorted(circles[place])),
        )
        for place, row in enumerate(rows)
    )
