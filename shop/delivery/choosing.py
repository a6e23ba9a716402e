"""What somebody chooses from: ways to deliver, and pick-up points. One object for page, fragment and tests."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop.delivery import selectors
from shop.delivery.models import PickupPoint
from shop.delivery.places import HOME
from shop.delivery.selectors import Quote

LONGEST = 40
# More would fill a phone's screen twice; whoever wants others looks near another postcode.
POINTS = 5


@dataclass(frozen=True)
class Choice:
    """The ways to deliver, which one is chosen, and the points to fetch a parcel at.

    `point` is the code of the chosen one (""), `near` the postcode that points were asked for, `sentence` why there
    is no way at all.
    """

    country: str
    postcode: str
    near: str
    quotes: list[Quote]
    quote: Quote | None
    points: list[PickupPoint]
    point: str
    sentence: str = ""

    @property
    def wants_point(self) -> bool:
        """A pick-up point has to be chosen still."""
        return self.quote is not None and self.quote.is_pickup and not self.point


def choice(typed: Mapping[str, str], *, weight: int, total: int, free: bool = False) -> Choice:
    """The choice as the fields `country`, `postcode`, `delivery`, `point` and `near` leave it; four statements at most.

    A way that is not offered is answered by the first one that is, a point that is closed by none.
    """
    country = _field(typed, "country") or HOME
    postcode, near = _field(typed, "postcode"), _field(typed, "near")
    found = selectors.quotes(country=country, postcode=postcode, weight=weight, total=total, free=free)
    if not found:
        sentence = selectors.why_none(country=country, postcode=postcode, weight=weight, total=total)
        return Choice(country, postcode, near, [], None, [], "", sentence)
    code = _field(typed, "delivery")
    quote = next((one for one in found if one.code == code), found[0])
    points, point = _points(country, near or postcode, _field(typed, "point")) if _has_pickup(found) else ([], "")
    return Choice(country, postcode, near, found, quote, points, point)


def near_points(typed: Mapping[str, str]) -> Choice:
    """The points alone, as `country`, `postcode`, `near` and `point` leave them; two statements at most."""
    country = _field(typed, "country") or HOME
    postcode, near = _field(typed, "postcode"), _field(typed, "near")
    points, point = _points(country, near or postcode, _field(typed, "point"))
    return Choice(country, postcode, near, [], None, points, point)


def _has_pickup(quotes: list[Quote]) -> bool:
    return any(quote.is_pickup for quote in quotes)


def _points(country: str, postcode: str, code: str) -> tuple[list[PickupPoint], str]:
    """The near points; one that was chosen before stays among them wherever it is."""
    points = selectors.points_near(country, postcode, limit=POINTS)
    if not code or any(point.code == code for point in points):
        return points, code
    chosen = selectors.point(code, country)
    return ([chosen, *points], code) if chosen else (points, "")


def _field(typed: Mapping[str, str], name: str) -> str:
    return str(typed.get(name) or "").strip()[:LONGEST]
