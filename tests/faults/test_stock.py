"""S1 to S6: nobody is charged for what is gone, nothing is sold twice, stock comes back."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.faults.conftest import RUNS
from tests.faults.goods import Goods
from tests.faults.house import House
from tests.faults.shopper import Shopper, at_once
from tests.faults.staff import Staff

MANY, FEW = (50, 10) if RUNS > 1 else (10, 3)


def shoppers(house: House, number: int) -> list[Shopper]:
    """They come to the server processes in turn."""
    stripe = f"http://127.0.0.1:{house.stripe_port}"
    return [Shopper(house.addresses[i % len(house.addresses)], stripe) for i in range(number)]


def charged(house: House, before: int) -> int:
    """Intents that took money since there were `before` of them."""
    return sum(intent["status"] == "succeeded" for intent in house.stripe("payment_intents")) - before


def test_more_shoppers_than_pieces_get_exactly_what_there_is(house: House, run: int) -> None:
    goods = Goods(house, in_stock=FEW)
    rivals = shoppers(house, MANY)
    for rival in rivals:
        rival.add(goods.slug)

    answers = at_once([rival.check_out for rival in rivals])

    assert Counter(answers) == {"placed": FEW, "sold out": MANY - FEW}
    assert (goods.orders, goods.stock) == (FEW, (FEW, FEW))
    house.audit()


def test_baskets_of_the_same_two_in_either_order_never_end_in_an_error(house: House, run: int) -> None:
    one, other = Goods(house, in_stock=1_000), Goods(house, in_stock=1_000)
    rivals = shoppers(house, 8)
    for place, rival in enumerate(rivals):
        for goods in (one, other) if place % 2 else (other, one):
            rival.add(goods.slug)

    assert Counter(at_once([rival.check_out for rival in rivals])) == {"placed": 8}
    assert (one.sold, other.sold) == (8, 8)


def test_an_abandoned_checkout_gives_its_stock_back(house: House, run: int) -> None:
    goods = Goods(house, in_stock=2)
    shopper = shoppers(house, 1)[0]
    shopper.add(goods.slug, 2)
    assert shopper.pay().status_code == 200
    assert goods.stock == (2, 2)

    house.execute("UPDATE checkout_pendingorder SET expires_at = now(), look_at = now() WHERE state = 'paying'")
    at_once([house.sweep, house.sweep])

    assert goods.stock == (2, 0)
    assert goods.orders == 0
    house.audit()


def test_a_price_raised_before_paying_is_asked_again_and_nobody_pays_more(house: House, run: int) -> None:
    goods = Goods(house, in_stock=5, price=3400)
    shopper = shoppers(house, 1)[0]
    shopper.add(goods.slug)
    fields = shopper.till()
    house.shell(
        "from shop.stock.models import StockRecord; from shop.stock.services import set_price\n"
        f"set_price(StockRecord.objects.get(pk={goods.record}), 3600)"
    )

    answer = shopper.pay(fields)

    assert answer.status_code == 422
    assert goods.stock == (5, 0)


def test_money_that_comes_when_all_is_gone_goes_back_by_itself(house: House, run: int) -> None:
    goods = Goods(house, in_stock=1)
    late, quick = shoppers(house, 2)
    late.add(goods.slug)
    secret = late.pay().json()["client_secret"]
    intent = secret.partition("_secret_")[0]
    house.shell(
        "from shop.checkout import services; from shop.payment.models import Payment\n"
        f"services.release(Payment.objects.get(intent_id='{intent}').reference)"
    )
    assert quick.buy(goods.slug) == "placed"

    late.card(secret)
    house.control("settle", seconds=10)
    house.sweep()
    house.sweep()

    refunds = [refund for refund in house.stripe("refunds") if refund["payment_intent"] == intent]
    assert [refund["amount"] for refund in refunds] == [3890]
    assert (goods.orders, goods.stock) == (1, (1, 1))
    house.audit()


Act = Callable[[], Any]


def test_the_merchant_counts_while_shoppers_buy(house: House, run: int) -> None:
    goods = Goods(house, in_stock=6)
    rivals = shoppers(house, 6)
    for rival in rivals:
        rival.add(goods.slug)
    staff = Staff(house)
    acts: list[Act] = [rival.check_out for rival in rivals]

    answers = at_once([*acts, partial(staff.set_stock, goods.record, 4), partial(staff.set_stock, goods.record, 5)])

    placed = answers.count("placed")
    in_stock, promised = goods.stock
    assert promised == placed == goods.orders <= in_stock
    assert Counter(answers[:6]) == {"placed": placed} | ({"sold out": 6 - placed} if placed < 6 else {})
