"""P8 over HTTP: ten staff refund one order at one moment; never more goes back than was paid."""

from functools import partial

import pytest

from tests.faults.goods import Goods
from tests.faults.house import House
from tests.faults.shopper import at_once
from tests.faults.staff import Staff
from tests.faults.test_payment import with_basket

SEND = "from shop.returns import services\nservices.send_due()"
PAID = 7290  # two posters of 34,00 and a delivery of 4,90
WISHES = {
    "everything": ({"everything": "1"}, 1, 7290),
    "an amount": ({"amount": "7"}, 9, 6300),  # of the goods: 68,00 hold nine times 7,00
    "one piece": ({}, 2, 6800),
    "the delivery": ({"delivery": "on"}, 1, 490),
}


def sold(house: House) -> tuple[int, int, str]:
    """An order of two pieces: its id, its line's, and the intent that paid for it."""
    goods = Goods(house, in_stock=5)
    shopper = with_basket(house, goods)
    shopper.add(goods.slug)
    assert shopper.check_out() == "placed"
    sql = "SELECT order_id, id FROM order_line WHERE product_id = %s"
    [(order, line)] = house.rows(sql, goods.variant)
    [(intent,)] = house.rows("SELECT intent_id FROM payment_payment WHERE order_id = %s", order)
    return order, line, intent


def given_back(house: House, order: int, intent: str) -> tuple[int, int]:
    """Cents that went back as the shop has it, and as Stripe has it."""
    [(ours,)] = house.rows("SELECT refunded FROM payment_payment WHERE order_id = %s", order)
    theirs = [refund["amount"] for refund in house.stripe("refunds") if refund["payment_intent"] == intent]
    return ours, sum(theirs)


@pytest.mark.parametrize("wish", WISHES)
def test_ten_refunds_at_once_never_exceed_what_was_paid(house: House, run: int, wish: str) -> None:
    order, line, intent = sold(house)
    asked, times, cents = WISHES[wish]
    asked = asked or {f"line_{line}": "1"}
    staff = [Staff(house) for _rival in range(10)]
    forms = [one.refund_form(order, asked) for one in staff]

    answers = at_once([partial(one.confirm, order, form) for one, form in zip(staff, forms, strict=True)])
    at_once([lambda: house.shell(SEND)] * 2)
    house.control("settle", seconds=10)
    for _part in range(10):
        house.shell(SEND)
    house.sweep()

    assert set(answers) <= {200, 302}  # 200: the form again, with a sentence
    assert answers.count(302) >= times
    made = house.rows("SELECT count(*), COALESCE(sum(amount), 0) FROM returns_refund WHERE order_id = %s", order)
    assert made == [(times, cents)]
    assert given_back(house, order, intent) == (cents, cents)
    assert cents <= PAID
    house.audit()


def test_one_confirmation_sent_ten_times_is_one_refund(house: House, run: int) -> None:
    order, _line, intent = sold(house)
    staff = Staff(house)
    form = staff.refund_form(order, {"amount": "7"})

    answers = at_once([partial(staff.confirm, order, form)] * 10)
    for _again in range(2):
        house.shell(SEND)
    house.control("settle", seconds=10)
    house.sweep()

    assert set(answers) == {302}
    assert given_back(house, order, intent) == (700, 700)
    house.audit()
