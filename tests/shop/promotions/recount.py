"""What a basket comes to, reckoned again from the rules alone: whole cents, no model, nothing of Oscar's or ours.

The rules (decision 17). Promotions apply from the highest priority down; of equals those with a code first, then the
older. One applies again and again, as often as it may, while its condition finds pieces that it has not used. An
exclusive one leaves alone what other exclusive ones have used, and lines that shared ones have touched; a shared one
lines that exclusive ones have touched; where one of two names partners, they meet only as partners. A line never
loses more than it costs.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor


@dataclass
class Thing:
    """A line: `product` is what "different things" goes by; `price` in cents."""

    product: int
    price: int
    quantity: int
    discountable: bool = True
    used: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    off: int = 0


@dataclass
class Deal:
    """A promotion. `percent` in hundredths, `amount` in cents; `asks` and `gives` are sets of products."""

    number: int
    kind: str
    amount: int
    condition: str
    least: int
    asks: frozenset[int]
    gives: frozenset[int]
    priority: int = 0
    exclusive: bool = True
    partners: frozenset[int] | None = None
    most: int | None = None
    in_basket: int | None = None
    in_all: int | None = None
    code: bool = False


@dataclass
class Result:
    """Cents off by line, cents off and times by promotion in the order they applied, and who touches delivery."""

    off: list[int]
    given: dict[int, int]
    times: dict[int, int]
    delivery: list[int]


DELIVERY = {"Shipping percentage", "Shipping absolute", "Shipping fixed price"}


def recount(things: list[Thing], deals: list[Deal]) -> Result:
    given: dict[int, int] = {}
    times: dict[int, int] = {}
    delivery: list[int] = []
    for deal in sorted(deals, key=lambda deal: (-deal.priority, not deal.code, deal.number)):
        by_number = {one.number: one for one in deals}
        limits = [limit for limit in (deal.in_basket, deal.in_all) if limit]
        for _round in range(min(limits, default=10_000)):
            if not _fulfilled(deal, things, by_number):
                break
            if deal.kind in DELIVERY:
                delivery.append(deal.number)
                given[deal.number], times[deal.number] = 0, 1
                break
            off = _give(deal, things, by_number)
            if not off:
                break
            given[deal.number] = given.get(deal.number, 0) + off
            times[deal.number] = times.get(deal.number, 0) + 1
    return Result([thing.off for thing in things], given, times, delivery)


def _free(deal: Deal, thing: Thing, deals: dict[int, Deal]) -> int:
    own = thing.used[deal.number]
    if deal.kind in DELIVERY:
        return thing.quantity - own
    pieces = thing.quantity - own
    for number, used in list(thing.used.items()):
        other = deals[number]
        if not used or number == deal.number:
            continue
        if other.exclusive is not deal.exclusive:
            return 0
        if (deal.partners or other.partners) and number not in (deal.partners or ()):
            return 0
        if deal.exclusive:
            pieces -= used
    return max(pieces, 0)


def _asked(deal: Deal, things: list[Thing]) -> list[Thing]:
    return [thing for thing in things if thing.product in deal.asks and thing.discountable]


def _fulfilled(deal: Deal, things: list[Thing], deals: dict[int, Deal]) -> bool:
    free = [(thing, _free(deal, thing, deals)) for thing in _asked(deal, things)]
    if deal.condition == "Count":
        return sum(pieces for _thing, pieces in free) >= deal.least
    if deal.condition == "Value":
        return sum(pieces * thing.price for thing, pieces in free) >= deal.least
    return len({thing.product for thing, pieces in free if pieces}) >= deal.least


def _give(deal: Deal, things: list[Thing], deals: dict[int, Deal]) -> int:
    picked = _picked(deal, things, deals)
    rooms = [min(thing.price * pieces, thing.price * thing.quantity - thing.off) for thing, pieces in picked]
    amounts = [min(*pair) for pair in zip(_amounts(deal, picked, rooms), rooms, strict=True)]
    if sum(amounts) <= 0:
        return 0
    for (thing, pieces), amount in zip(picked, amounts, strict=True):
        thing.off += amount
        thing.used[deal.number] += pieces
    _use_up(deal, things, deals, [(thing, pieces) for thing, pieces in picked if thing in _asked(deal, things)])
    return sum(amounts)


def _picked(deal: Deal, things: list[Thing], deals: dict[int, Deal]) -> list[tuple[Thing, int]]:
    """The pieces that get cheaper."""
    bundle = deal.kind == "Fixed price"
    inside = deal.asks if bundle else deal.gives
    able = [thing for thing in things if thing.product in inside and thing.discountable and thing.price]
    able.sort(key=lambda thing: thing.price)
    if bundle:
        able.reverse()
    left = deal.least if bundle else 1 if deal.kind == "Multibuy" else deal.most or 10**9
    picked: list[tuple[Thing, int]] = []
    for thing in able:
        pieces = min(_free(deal, thing, deals), left)
        if bundle and deal.condition == "Coverage":
            pieces = min(pieces, 1) if thing.product not in [one.product for one, _n in picked] else 0
        if pieces > 0 and left > 0:
            picked.append((thing, pieces))
            left -= pieces
    return picked


def _amounts(deal: Deal, picked: list[tuple[Thing, int]], rooms: list[int]) -> list[int]:
    if deal.kind == "Percentage":
        shares = [Decimal(thing.price * pieces * min(deal.amount, 10_000)) / 10_000 for thing, pieces in picked]
        return [int(share.quantize(Decimal(1), ROUND_HALF_UP)) for share in shares]
    if deal.kind == "Absolute":
        return _parted(min(deal.amount, sum(rooms)), rooms)
    if deal.kind == "Fixed":
        return [min(deal.amount, thing.price) * pieces for thing, pieces in picked]
    if deal.kind == "Multibuy":
        return [thing.price for thing, _pieces in picked]
    whole = sum(thing.price * pieces for thing, pieces in picked)
    is_enough = sum(pieces for _thing, pieces in picked) >= deal.least and deal.condition != "Value"
    return _parted(min(max(whole - deal.amount, 0), sum(rooms)), rooms) if is_enough else [0] * len(picked)


def _parted(amount: int, weights: list[int]) -> list[int]:
    """An amount by weights: what is left over goes cent by cent to the largest fractions, the earlier of equals."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [Fraction(amount * weight, whole) for weight in weights]
    parts = [floor(share) for share in exact]
    fractions = [share - part for share, part in zip(exact, parts, strict=True)]
    while sum(parts) < amount:
        place = fractions.index(max(fractions))
        parts[place] += 1
        fractions[place] = Fraction(-1)
    return parts


def _use_up(deal: Deal, things: list[Thing], deals: dict[int, Deal], inside: list[tuple[Thing, int]]) -> None:
    """What else fulfils the condition is used, the dearest first; of different things in their order."""
    if deal.condition == "Coverage":
        products = [thing.product for thing, _pieces in inside]
        missing = deal.least - len(products)
        for thing in _asked(deal, things):
            if missing > 0 and thing.product not in products and _free(deal, thing, deals):
                thing.used[deal.number] += 1
                products.append(thing.product)
                missing -= 1
        return
    is_value = deal.condition == "Value"
    missing = deal.least - sum(pieces * (thing.price if is_value else 1) for thing, pieces in inside)
    for thing in sorted((one for one in _asked(deal, things) if one.price), key=lambda one: -one.price):
        if missing <= 0:
            break
        wanted = ceil(Fraction(missing, thing.price)) if is_value else missing
        pieces = min(_free(deal, thing, deals), wanted)
        thing.used[deal.number] += pieces
        missing -= pieces * (thing.price if is_value else 1)
