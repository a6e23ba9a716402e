"""What the checkout page shows beside what is typed: lines, ways of delivery, sums. Asked anew for every answer."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core import signing
from django.utils.translation import gettext as _

from shop.cart.models import Basket
from shop.cart.reckoning import Line, Reckoning
from shop.cart.services import reckon
from shop.checkout.services import sums_of
from shop.checkout.sums import Sums
from shop.delivery.choosing import Choice
from shop.delivery.choosing import choice as choose
from shop.pages.money import euros
from shop.people.models import Person

SALT = "shop.checkout.ticket"


@dataclass(frozen=True)
class Row:
    """A line and what it costs before reductions, in cents."""

    line: Line
    price: int


@dataclass(frozen=True)
class Taken:
    """What makes the order cheaper: `amount` in cents, below nought."""

    label: str
    amount: int


@dataclass(frozen=True)
class Shown:
    """Everything on the page that somebody else than the shopper decides."""

    reckoning: Reckoning
    choice: Choice
    sums: Sums

    @property
    def rows(self) -> list[Row]:
        return [Row(line, line.unit_price * line.quantity) for line in self.reckoning.lines]

    @property
    def taken(self) -> list[Taken]:
        return [Taken(one.label, -one.amount) for one in self.sums.reductions if one.amount]

    @property
    def other_means(self) -> int:
        """What a gift voucher and its like pay, in cents, below nought."""
        return -self.sums.other_means

    @property
    def pay_label(self) -> str:
        """What the paying button says: the sum, as Code de la consommation L221-14 wants it said."""
        if self.sums.due:
            return _("Pay %(sum)s") % {"sum": euros(self.sums.due)}
        return _("Place the order")


def look(basket: Basket, person: Person | None, typed: Mapping[str, str]) -> Shown:
    """The basket with the destination that is typed so far.

    Before anything is chosen the cheapest delivery is, so that nothing is paid for unasked, and the nearest point.
    """
    reckoning = reckon(basket, person=person)
    choice = choose(typed, weight=reckoning.weight, total=reckoning.goods, free=reckoning.has_free_delivery)
    if choice.quotes and typed.get("delivery") not in {quote.code for quote in choice.quotes}:
        choice = replace(choice, quote=min(choice.quotes, key=lambda quote: quote.price))
    if choice.wants_point and choice.points:
        choice = replace(choice, point=choice.points[0].code)
    sums = sums_of(reckoning, person=person, country=choice.country, chosen=choice.quote)
    return Shown(reckoning=reckoning, choice=choice, sums=sums)


def ticket(basket: Basket, reckoning: Reckoning) -> str:
    """Which basket with which content this page shows, signed: another window may have changed or paid it since."""
    return signing.dumps([basket.pk, _content(reckoning)], salt=SALT)


def basket_of_ticket(text: str) -> int | None:
    """The basket that a page showed; None when it is none of our tickets."""
    found = _read(text)
    return found[0] if found else None


def is_same(text: str, basket: Basket, reckoning: Reckoning) -> bool:
    """Whether a page's ticket is for this basket with this content."""
    return _read(text) == (basket.pk, _content(reckoning))


def _read(text: str) -> tuple[int, str] | None:
    try:
        number, content = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (number, content) if isinstance(number, int) else None


def _content(reckoning: Reckoning) -> str:
    """What is in the basket, whatever it costs: the total is compared by itself."""
    lines = sorted((line.variant_id, line.quantity) for line in reckoning.lines)
    return hashlib.sha256(json.dumps(lines).encode()).hexdigest()[:16]
