"""Rivals on one order: never more goes back than was paid, nothing is sent twice, nobody hangs."""

import uuid
from functools import partial

import pytest
from django.db.models import Sum

from shop.order.models import Order
from shop.payment.models import Payment
from shop.returns import services
from shop.returns.models import Refund
from tests import order_factories as make
from tests.emulator import Stripe
from tests.rivals import kinds, together
from tests.shop.returns.given import audited, bought, line_ids

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def sums(order: Order) -> tuple[int, int]:
    """Cents asked for, and cents that left the payment."""
    asked = Refund.objects.filter(order=order).aggregate(sum=Sum("amount"))["sum"] or 0
    return asked, sum(Payment.objects.filter(order=order).values_list("refunded", flat=True))


@pytest.mark.parametrize("run", range(3))
def test_ten_parallel_refunds_of_everything_give_one(run: int, stripe: Stripe) -> None:
    order = bought([make.draft_line(3, 2000)], stripe=stripe)

    answers = together([partial(services.refund, order, reason="other") for _rival in range(10)])

    assert kinds(answers) == {"NothingLeft": 9, "Refund": 1}
    together([services.send_due for _worker in range(4)])
    assert sums(order) == (6490, 6490)
    assert [each["amount"] for each in stripe.all("refund")] == [6490]
    assert audited() == []


def test_ten_parallel_partial_refunds_stop_at_what_was_paid(stripe: Stripe) -> None:
    order = bought([make.draft_line(1, 5000)], stripe=stripe)

    answers = together([partial(services.refund, order, reason="other", amount=700) for _rival in range(10)])

    assert kinds(answers) == {"Refund": 7, "TooMuch": 3}
    together([services.send_due for _worker in range(4)])
    assert sums(order) == (4900, 4900)
    assert len(stripe.all("refund")) == 7
    assert audited() == []


def test_ten_parallel_refunds_of_one_piece_give_back_what_was_bought(stripe: Stripe) -> None:
    order = bought([make.draft_line(4, 2500)], stripe=stripe)
    (line,) = line_ids(order)

    answers = together([partial(services.refund, order, reason="other", lines={line: 1}) for _rival in range(10)])

    assert kinds(answers) == {"Refund": 4, "TooManyPieces": 6}
    assert order.lines.get().cancelled == 4
    assert sums(order)[0] == 10_000
    assert audited() == []


def test_one_form_sent_ten_times_is_one_refund(stripe: Stripe) -> None:
    order, key = bought([make.draft_line(1, 5000)], stripe=stripe), uuid.uuid4()

    answers = together([partial(services.refund, order, reason="other", amount=700, key=key) for _rival in range(10)])

    assert kinds(answers) == {"Refund": 10}
    assert len({answer.pk for answer in answers}) == 1
    assert sums(order)[0] == 700


def test_ten_workers_send_ten_refunds_once_each(stripe: Stripe) -> None:
    order = bought([make.draft_line(1, 5000)], stripe=stripe)
    for _refund in range(10):
        services.refund(order, reason="other", amount=100)

    answers = together([services.send_due for _worker in range(10)])

    assert sum(answers) == 10
    assert sums(order) == (1000, 1000)
    assert [each["amount"] for each in stripe.all("refund")] == [100] * 10
    assert set(Refund.objects.values_list("state", flat=True)) == {"done"}


def test_refunds_of_orders_of_the_same_goods_in_turned_order_never_wait_in_a_circle(stripe: Stripe) -> None:
    first, second = make.draft_line(1, 2000), make.draft_line(1, 3000)
    orders = [bought([first, second] if number % 2 else [second, first]) for number in range(10)]

    answers = together([partial(services.refund, order, reason="other", restock=True) for order in orders])

    assert kinds(answers) == {"Refund": 10}
    assert audited() == []
