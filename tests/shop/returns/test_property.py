"""Random orders refunded in random pieces until nothing is left: every sum ends at what was paid, to the cent."""

import random

import pytest
from django.db.models import Sum

from shop.order.models import Order
from shop.returns import services
from shop.returns.exceptions import NothingAsked, NothingLeft, TooMuch
from shop.returns.models import Refund, RefundLine, RefundPart
from shop.returns.selectors import standing
from tests import order_factories as make
from tests.shop.returns.given import Plug, audited, bought

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("voucher", "points")]


def any_order(dice: random.Random) -> Order:
    lines = []
    for _line in range(dice.randint(1, 4)):
        quantity, price = dice.randint(1, 5), dice.choice([1, 99, 333, 1055, 2400, 9999])
        off = dice.randint(0, quantity * price)
        lines.append(make.draft_line(quantity, price, off=off, rate=dice.choice([0, 55, 200])))
    delivery = make.delivery(dice.choice([0, 490, 1]))
    total = sum(line.total for line in lines) + delivery.price
    taken = sum(line.unit_price * line.quantity - line.total for line in lines)
    return bought(
        lines, delivery=delivery, voucher=dice.choice([0, dice.randint(0, total)]), points=dice.randint(0, taken)
    )


def any_refund(order: Order, dice: random.Random) -> None:
    left = standing(order)
    choice = dice.randint(0, 9)
    try:
        if choice == 0:
            services.refund(order, reason="other")
        elif choice <= 5:
            lines = {one.line.pk: dice.randint(0, one.bought.pieces_left) for one in left.lines}
            services.refund(order, reason="other", lines=lines, delivery=dice.randint(0, left.delivery_left))
        else:
            services.refund(order, reason="other", amount=dice.randint(0, left.goods_left))
    except NothingAsked:
        pass


@pytest.mark.parametrize("seed", range(12))
def test_any_sequence_of_refunds_ends_at_what_was_paid(seed: int, voucher: Plug, points: Plug) -> None:
    dice = random.Random(seed)
    order = any_order(dice)
    while not standing(order).is_over:
        any_refund(order, dice)
        assert (order.refunds.aggregate(sum=Sum("amount"))["sum"] or 0) <= order.total

    with pytest.raises(NothingLeft):
        services.refund(order, reason="other")
    with pytest.raises((NothingLeft, TooMuch)):
        services.refund(order, reason="other", amount=1)
    refunds = Refund.objects.filter(order=order)
    sums = refunds.aggregate(amount=Sum("amount"), tax=Sum("tax"), delivery=Sum("delivery"))
    assert sums == {"amount": order.total, "tax": order.tax, "delivery": order.delivery}
    for line in order.lines.all():
        of_line = RefundLine.objects.filter(line=line).aggregate(
            pieces=Sum("quantity"), amount=Sum("amount"), tax=Sum("tax")
        )
        assert of_line == {"pieces": line.quantity, "amount": line.total, "tax": line.tax}
    by_means = dict(
        RefundPart.objects.filter(refund__order=order).order_by().values_list("name").annotate(Sum("amount"))
    )
    paid = {payment.means: payment.amount for payment in order.payments.all()}
    # What a promotion took off was never paid, and goes back to nobody.
    given = {row.kind: row.amount for row in order.reductions.exclude(kind="promotion")}
    assert by_means == {name: amount for name, amount in (paid | given).items() if amount}
    assert audited() == []
