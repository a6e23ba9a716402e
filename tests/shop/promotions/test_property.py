"""Five thousand baskets with every kind of promotion: to the cent what an independent recount says."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest

from catalog.models import Product
from shop import clock
from shop.cart import loading, sums
from shop.cart.models import Basket, Line
from shop.cart.reckoning import Reckoning
from shop.promotions import codes
from shop.promotions.offer.models import Benefit, Condition, ConditionalOffer, Range
from shop.promotions.voucher.models import Voucher
from shop.stock.models import StockRecord
from tests.shop.promotions.recount import DELIVERY, Deal, Thing, recount

BASKETS, BATCHES = 5_000, 10
GOODS = ["Percentage", "Absolute", "Fixed", "Multibuy", "Fixed price"]
PRICES = [0, 1, 5, 99, 100, 333, 499, 999, 1000, 1250, 1999, 2400, 3450, 7300, 9999, 120_000]


@dataclass
class Case:
    """One basket: lines, promotions, and the same as the models that the shop reckons with."""

    things: list[Thing]
    deals: list[Deal]


def drawn(dice: random.Random) -> Case:
    """A basket as it comes: mostly small, sometimes large, promotions of every kind and limit on every range."""
    lines = dice.choice([1, 2, 2, 3, 3, 4, 5, 8, 20])
    things = [
        Thing(
            product=number,
            price=dice.choice([*PRICES, dice.randrange(1, 20_000)]),
            quantity=dice.choice([1, 1, 1, 2, 2, 3, 4, 5, 7, 12, 40]),
            discountable=dice.random() > 0.05,
        )
        for number in range(1, lines + 1)
    ]
    everything = frozenset(thing.product for thing in things)
    ranges = [everything] + [frozenset(one for one in everything if dice.random() < 0.5) for _ in range(3)]
    deals = [_deal(dice, number, ranges) for number in range(1, dice.choice([1, 1, 2, 2, 3, 4, 6]) + 1)]
    shared = [deal for deal in deals if not deal.exclusive]
    if len(shared) > 1 and dice.random() < 0.4:
        one, other = dice.sample(shared, 2)
        one.partners = other.partners = frozenset((one.number, other.number))
    return Case(things, deals)


def _deal(dice: random.Random, number: int, ranges: list[frozenset[int]]) -> Deal:
    kind = dice.choice([*GOODS, *GOODS, *DELIVERY])
    condition = dice.choice(["Count", "Count", "Value", "Coverage"])
    asks = dice.choice(ranges)
    least = dice.choice([1, 500, 2_000, 4_999, 10_000]) if condition == "Value" else dice.choice([1, 1, 2, 3, 5])
    amount = {
        "Percentage": dice.choice([500, 1_000, 1_250, 3_333, 5_000, 9_999, 10_000]),
        "Multibuy": 0,
    }.get(kind, dice.choice([1, 50, 333, 500, 1_000, 4_000, 99_999]))
    return Deal(
        number=number,
        kind=kind,
        amount=amount,
        condition=condition,
        least=least,
        asks=asks,
        gives=dice.choice([asks, asks, dice.choice(ranges)]),
        priority=dice.choice([0, 0, 0, 1, 5, -3]),
        exclusive=dice.random() < 0.6,
        most=dice.choice([None, None, 1, 2, 5]) if kind in ("Percentage", "Absolute", "Fixed") else None,
        in_basket=dice.choice([None, None, 1, 2]),
        in_all=dice.choice([None, None, None, 1, 3]),
        code=dice.random() < 0.3,
    )


def euros(amount: int) -> Decimal:
    return Decimal(amount) / 100


def offer_of(deal: Deal) -> ConditionalOffer:
    """The promotion as the shop keeps it, in memory."""

    def range_of(members: frozenset[int], number: int) -> Range:
        made = Range(pk=number, name=f"range {number}")
        made.members = members
        return made

    is_sum = deal.condition == "Value"
    asked = range_of(deal.asks, 2 * deal.number)
    given = None if deal.kind in DELIVERY or deal.kind == "Fixed price" else range_of(deal.gives, 2 * deal.number + 1)
    condition = Condition(
        pk=deal.number, type=deal.condition, value=euros(deal.least) if is_sum else Decimal(deal.least), range=asked
    )
    benefit = Benefit(
        pk=deal.number, type=deal.kind, value=euros(deal.amount), range=given, max_affected_items=deal.most
    )
    made = ConditionalOffer(
        pk=deal.number,
        name=f"Promotion {deal.number}",
        condition=condition,
        benefit=benefit,
        priority=deal.priority,
        exclusive=deal.exclusive,
        max_basket_applications=deal.in_basket,
        max_global_applications=deal.in_all,
    )
    made.combined_ids = deal.partners
    return made


def line_of(basket: Basket, number: int, thing: Thing) -> Line:
    product = Product(
        pk=thing.product,
        structure=Product.STANDALONE,
        is_public=True,
        is_discountable=thing.discountable,
        vat_class="standard",
        slug=f"p-{thing.product}",
        title=f"P {thing.product}",
    )
    product._state.fields_cache.update(shelf=None, picture=None)
    record = StockRecord(pk=thing.product, product=product, price=euros(thing.price), partner_sku="x", cost=Decimal(0))
    return Line(pk=number, basket=basket, product=product, stockrecord=record, quantity=thing.quantity)


def reckoned(case: Case, monkeypatch: pytest.MonkeyPatch) -> Reckoning:
    """The shop's own sum of this basket; only what reads the database is put aside."""
    basket = Basket(pk=1)
    rows = [line_of(basket, number, thing) for number, thing in enumerate(case.things, 1)]
    offers = [(deal, offer_of(deal)) for deal in case.deals]
    now = clock.now()
    opened = []
    for deal, made in offers:
        if deal.code:
            dates = {"start_datetime": now - timedelta(days=1), "end_datetime": now + timedelta(days=1)}
            voucher = Voucher(pk=deal.number, code=f"CODE{deal.number}", usage=Voucher.MULTI_USE, **dates)
            made.set_voucher(voucher)
            opened.append(codes.Code(voucher, (made,)))
    monkeypatch.setattr(loading, "lines_of", lambda basket: rows)
    monkeypatch.setattr(codes, "opened", lambda vouchers: opened)
    monkeypatch.setattr(sums, "for_everybody", lambda: [made for deal, made in offers if not deal.code])
    monkeypatch.setattr(sums, "prepare", lambda offers, products: None)
    return sums.reckon(basket)


def check(case: Case, found: Reckoning) -> None:
    """Every law of a sum, and every figure of the recount."""
    for line, thing in zip(found.lines, case.things, strict=True):
        assert line.total == line.quantity * line.unit_price - line.discount
        assert 0 <= line.discount <= line.quantity * thing.price
    assert found.goods == sum(line.total for line in found.lines) >= 0
    assert found.goods == found.before - found.discount
    assert found.discount == sum(one.amount for one in found.applied)
    by_number = {deal.number: deal for deal in case.deals}
    order = [(-by_number[one.offer_id].priority, not one.code, one.offer_id) for one in found.applied]
    assert order == sorted(order)

    true = recount(case.things, case.deals)
    assert [line.discount for line in found.lines] == true.off
    assert {one.offer_id: one.amount for one in found.applied} == true.given
    assert {one.offer_id: one.times for one in found.applied} == true.times
    assert [one.offer_id for one in found.applied if one.delivery] == true.delivery


@pytest.mark.parametrize("batch", range(BATCHES))
def test_five_thousand_baskets_come_to_what_an_independent_recount_says(
    batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(f"baskets {batch}")
    seen: defaultdict[str, int] = defaultdict(int)
    for number in range(BASKETS // BATCHES):
        case = drawn(dice)
        found = reckoned(case, monkeypatch)
        try:
            check(case, found)
        except AssertionError as error:
            raise AssertionError(f"basket {number} of batch {batch}: {case}\n{found.applied}") from error
        for one in found.applied:
            deal = next(deal for deal in case.deals if deal.number == one.offer_id)
            seen[deal.kind] += 1
            seen["several times"] += one.times > 1
            seen["beside another"] += len(found.applied) > 1
            seen["by code"] += bool(one.code)
    # The drawing reaches every kind: a test of nothing would pass as well.
    assert {kind: n for kind, n in seen.items() if n < 5} == {}
    assert seen.keys() >= {*GOODS, *DELIVERY, "several times", "beside another", "by code"}


def test_the_recount_knows_by_hand_what_three_for_two_comes_to() -> None:
    """Six mugs at 10.00 and one at 4.00, three for two: two of seven are free, the cheapest first."""
    things = [Thing(1, 1000, 6), Thing(2, 400, 1)]
    goods = frozenset((1, 2))

    result = recount(things, [Deal(1, "Multibuy", 0, "Count", 3, goods, goods)])

    assert (result.off, result.times) == ([1000, 400], {1: 2})
