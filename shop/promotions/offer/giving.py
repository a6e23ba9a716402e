"""What promotions give, exact to the cent. Takes the place of Oscar's own arithmetic where that errs (decision 17).

Oscar's conditions, its order by priority and its book of who consumed what stay; each giver below is one application
of a promotion, called again as long as its condition finds pieces that this promotion has not used yet. What an
application makes cheaper and what fulfils its condition is used up for the next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from oscar.apps.offer.abstract_models import AbstractBenefit as Type
from oscar.apps.offer.conditions import CoverageCondition, ValueCondition
from oscar.apps.offer.results import SHIPPING_DISCOUNT, ZERO_DISCOUNT, BasketDiscount

from shop.cents import cents, euros, split


@dataclass(frozen=True)
class Share:
    """Some pieces of a line that one application makes cheaper; `price` of one, in cents."""

    line: Any
    price: int
    pieces: int

    @property
    def value(self) -> int:
        return self.price * self.pieces

    @property
    def room(self) -> int:
        """The most that can still be taken off these pieces: never more than the line costs after other promotions."""
        whole = self.price * int(self.line.quantity)
        return min(self.value, whole - cents(Decimal(self.line.discounts.total)))


def percentage(benefit: Any, basket: Any, condition: Any, offer: Any) -> Any:
    """So many per cent off, half up once per line (Oscar rounds the sum only: its lines do not add up to it)."""
    rate = min(int(benefit.value * 100), 10_000)  # hundredths of a per cent
    shares = _shares(benefit, basket, offer)
    wanted = [(2 * share.value * rate + 10_000) // 20_000 for share in shares]
    return _given(shares, wanted, basket, condition, offer)


def absolute(benefit: Any, basket: Any, condition: Any, offer: Any) -> Any:
    """So much off all of them together, parted by their price (Oscar's last line may lose more than it costs)."""
    shares = _shares(benefit, basket, offer)
    rooms = [share.room for share in shares]
    return _given(shares, split(min(cents(benefit.value), sum(rooms)), rooms), basket, condition, offer)


def fixed_unit(benefit: Any, basket: Any, condition: Any, offer: Any) -> Any:
    """So much off each piece, at most what it costs."""
    shares = _shares(benefit, basket, offer)
    each = cents(benefit.value)
    return _given(shares, [min(each, share.price) * share.pieces for share in shares], basket, condition, offer)


def multibuy(benefit: Any, basket: Any, condition: Any, offer: Any) -> Any:
    """The cheapest piece is free (Oscar gives one a line, however many are bought of it)."""
    shares = _shares(benefit, basket, offer, most=1)
    return _given(shares, [share.price for share in shares], basket, condition, offer)


def fixed_price(benefit: Any, basket: Any, condition: Any, offer: Any) -> Any:
    """The pieces that fulfil the condition for one price: the dearest first, as the buyer would put them together.

    Oscar begins with the cheapest and gives up when those cost less than the bundle; it also takes pieces twice.
    """
    if isinstance(condition, ValueCondition):
        return ZERO_DISCOUNT
    distinct = isinstance(condition, CoverageCondition)
    shares = _shares(
        benefit,
        basket,
        offer,
        within=condition.range,
        most=int(condition.value),
        dearest_first=True,
        one_of_each=distinct,
    )
    if sum(share.pieces for share in shares) < int(condition.value):
        return ZERO_DISCOUNT
    rooms = [share.room for share in shares]
    off = min(sum(share.value for share in shares) - cents(benefit.value), sum(rooms))
    return _given(shares, split(off, rooms), basket, condition, offer) if off > 0 else ZERO_DISCOUNT


def delivery(benefit: Any, basket: Any, condition: Any, offer: Any) -> Any:
    """Delivery gets cheaper; goods stay free for other promotions (Oscar would use them up)."""
    return SHIPPING_DISCOUNT


GIVERS: dict[str, Callable[[Any, Any, Any, Any], Any]] = {
    Type.PERCENTAGE: percentage,
    Type.FIXED: absolute,
    Type.FIXED_UNIT: fixed_unit,
    Type.MULTIBUY: multibuy,
    Type.FIXED_PRICE: fixed_price,
    Type.SHIPPING_PERCENTAGE: delivery,
    Type.SHIPPING_ABSOLUTE: delivery,
    Type.SHIPPING_FIXED_PRICE: delivery,
}
DELIVERY = frozenset((Type.SHIPPING_PERCENTAGE, Type.SHIPPING_ABSOLUTE, Type.SHIPPING_FIXED_PRICE))


def _shares(
    benefit: Any,
    basket: Any,
    offer: Any,
    *,
    within: Any = None,
    most: int | None = None,
    dearest_first: bool = False,
    one_of_each: bool = False,
) -> list[Share]:
    """The pieces that one application makes cheaper: the cheapest first, no more than the promotion allows."""
    left = most if most is not None else benefit.max_affected_items or 1_000_000
    shares: list[Share] = []
    seen: set[int] = set()
    applicable = benefit.get_applicable_lines(offer, basket, range=within)
    for price, line in reversed(applicable) if dearest_first else applicable:
        pieces = min(line.quantity_without_offer_discount(offer), left, 1 if one_of_each else left)
        if pieces <= 0 or (one_of_each and line.product_id in seen):
            continue
        shares.append(Share(line, cents(price), pieces))
        seen.add(line.product_id)
        left -= pieces
        if not left:
            break
    return shares


def _given(shares: Sequence[Share], wanted: Sequence[int], basket: Any, condition: Any, offer: Any) -> Any:
    """Writes the amounts on the lines, none beyond its room, and uses up what fulfils the condition."""
    amounts = [min(amount, share.room) for share, amount in zip(shares, wanted, strict=True)]
    if not sum(amounts):
        return ZERO_DISCOUNT
    affected = []
    for share, amount in zip(shares, amounts, strict=True):
        share.line.discount(euros(amount), share.pieces, incl_tax=True, offer=offer)
        if condition.can_apply_condition(share.line):
            affected.append((share.line, euros(amount), share.pieces))
    condition.consume_items(offer, basket, affected)
    return BasketDiscount(euros(sum(amounts)))
