"""Who orders: everybody with a town that parcels go to, those of the cast with tastes, friends and a day they came."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from zlib import crc32

from demo.goods.cast import people
from demo.goods.typography import fr
from demo.goods.words import TEXTS
from shop.delivery.addresses import Address
from shop.delivery.places import SHIPPED_TO
from shop.people.models import Person

STAFF = ("Mia Kerven", "Léo Garnier")
# Those the shop began with; the others came through somebody they know.
SEEDS = (0, 4, 8, 23)
TOLD = 0.6


@dataclass
class Buyer:
    """Somebody who orders. `since`: the first day they may; `by`: who told them of the shop, as a place in the list.

    `eager` weighs how often they order. `user_id` is set once they have an account.
    """

    person_id: int
    user_id: int | None
    email: str
    language: str
    address: Address
    tastes: tuple[str, ...] = ()
    since: date = date.min
    by: int | None = None
    eager: float = 1.0
    ordered: int = field(default=0)


@dataclass(frozen=True)
class Town:
    country: str
    postcode: str
    street: str


@cache
def towns() -> dict[str, Town]:
    """Where the cast lives."""
    with (TEXTS / "towns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {fr(row["town"]): Town(row["country"], row["postcode"], fr(row["street"])) for row in rows}


def buyers(first: date, last: date, rng: Random) -> list[Buyer]:
    """The cast in its order, then everybody else the shop knows; staff and who lives too far and knows nobody are left
    out. Always the same for the same persons."""
    known = {row[1]: row for row in _persons()}
    cast = [(place, spec) for place, spec in enumerate(people()) if spec.name not in STAFF and spec.email in known]
    came = _arrivals(first, last, rng)
    found: list[Buyer] = []
    at: dict[int, int] = {}
    for place, spec in cast:
        lives = _nearest(place)
        if lives is None:
            continue
        row = known.pop(spec.email)
        day, by = came[place]
        buyer = _buyer(row, spec.name, people()[lives].town, people()[lives].name if lives != place else "")
        buyer.tastes, buyer.since, buyer.by = spec.tastes, day, by
        at[place] = len(found)
        found.append(buyer)
    for buyer in found:
        buyer.by = at.get(buyer.by) if buyer.by is not None else None
    staff = {spec.email for spec in people() if spec.name in STAFF}
    many = [row for email, row in known.items() if email not in staff and row[3] in towns()]
    found += [_buyer(row, row[2], row[3], "") for row in many if towns()[row[3]].country in SHIPPED_TO]
    return found


Row = tuple[int, str, str, str, str, int | None]


def _persons() -> Sequence[Row]:
    rows = Person.objects.filter(merged_into=None, erased_at=None).exclude(email="").order_by("pk")
    return list(rows.values_list("pk", "email", "name", "town", "language", "user_id"))


def _nearest(place: int) -> int | None:
    """Who gets the parcel: oneself, or the first friend in a country that parcels go to."""
    spec = people()[place]
    if spec.country in SHIPPED_TO:
        return place
    return next((friend for friend in spec.friends if people()[friend].country in SHIPPED_TO), None)


def _buyer(row: Row, name: str, town: str, care_of: str) -> Buyer:
    person_id, email, _name, _town, language, user_id = row
    place = towns()[town]
    given, _, family = name.partition(" ")
    mark = crc32(email.encode())
    address = Address(
        first_name=given,
        last_name=family,
        line1=f"{mark % 60 + 1} {place.street}",
        line2=f"chez {care_of}" if care_of else "",
        postcode=place.postcode,
        city=town,
        country=place.country,
        phone=f"+336{mark % 10**8:08}" if place.country == "FR" and mark % 3 else "",
    )
    eager = (1.0, 1.0, 1.6, 2.5, 0.6, 0.4)[mark % 6]
    return Buyer(person_id, user_id, email, language, address, eager=eager)


def _arrivals(first: date, last: date, rng: Random) -> dict[int, tuple[date, int | None]]:
    """On which day each of the cast came, and through whom: from friend to friend, a few weeks a hop."""
    came: dict[int, tuple[date, int | None]] = dict.fromkeys(SEEDS, (first, None))
    latest = last - timedelta(days=14)
    waves = list(SEEDS)
    while waves:
        teller = waves.pop(0)
        for friend in people()[teller].friends:
            if friend not in came:
                day = min(came[teller][0] + timedelta(days=rng.randint(10, 75)), latest)
                came[friend] = (day, teller if rng.random() < TOLD else None)
                waves.append(friend)
    return came
