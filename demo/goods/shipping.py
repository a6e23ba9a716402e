"""How the demo shop delivers: what its page "Livraison" says, as records. Cents with VAT, grams, working days."""

import csv
from dataclasses import dataclass
from datetime import time
from functools import cache

from demo.goods.spec import Both
from demo.goods.typography import fr
from demo.goods.words import TEXTS

HEAVY, HEAVIEST = 5_000, 20_000
FREE_FROM = 5_900
# Opening hours: of a shop that opens late and one that closes for lunch.
HOURS = {
    "long": Both("lundi au samedi 8 h–20 h, dimanche 9 h–13 h", "Monday to Saturday 8 am–8 pm, Sunday 9 am–1 pm"),
    "shop": Both("mardi au samedi 10 h–12 h 30 et 14 h–19 h", "Tuesday to Saturday 10 am–12:30 pm and 2 pm–7 pm"),
}


@dataclass(frozen=True)
class WaySpec:
    """A way to deliver. `zone` is the place of a zone in shop.delivery.places.FIRST_ZONES; `steps` (grams, cents)."""

    zone: int
    code: str
    kind: str
    name: Both
    days: tuple[int, int]
    order_before: time
    steps: tuple[tuple[int, int], ...]
    free_from: int | None = None
    free_by_promotion: bool = True


@dataclass(frozen=True)
class PointSpec:
    """An invented pick-up point in a real town."""

    code: str
    name: str
    address: str
    postcode: str
    city: str
    country: str
    position: tuple[float, float]
    hours: Both


DOOR = Both("À domicile", "To your door")
POINT = Both("Point relais", "Pick-up point")
EXPRESS = Both("Express, le lendemain", "Express, the next day")
WAYS = (
    WaySpec(0, "relais", "pickup", POINT, (3, 5), time(14), ((HEAVY, 390), (HEAVIEST, 690)), FREE_FROM),
    WaySpec(0, "domicile", "home", DOOR, (3, 5), time(14), ((HEAVY, 590), (HEAVIEST, 1290)), FREE_FROM),
    WaySpec(0, "express", "home", EXPRESS, (1, 1), time(12), ((HEAVY, 990),), free_by_promotion=False),
    WaySpec(1, "relais", "pickup", POINT, (4, 7), time(14), ((HEAVY, 690), (HEAVIEST, 1190))),
    WaySpec(1, "domicile", "home", DOOR, (4, 7), time(14), ((HEAVY, 890), (HEAVIEST, 1690))),
    WaySpec(2, "domicile", "home", DOOR, (5, 9), time(14), ((HEAVY, 1190), (HEAVIEST, 2290))),
)


@cache
def points() -> tuple[PointSpec, ...]:
    """The points of points.csv."""
    with (TEXTS / "points.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            PointSpec(
                code=row["code"],
                name=fr(row["name"]),
                address=fr(row["address"]),
                postcode=row["postcode"],
                city=row["city"],
                country=row["country"],
                position=(float(row["latitude"]), float(row["longitude"])),
                hours=Both(fr(HOURS[row["hours"]].fr), HOURS[row["hours"]].en),
            )
            for row in csv.DictReader(file)
        )
