"""Placing: one order, in one transaction, for a fixed number of statements, with plugs from above or without."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.checkout import means, reductions, services
from shop.checkout.errors import NoLongerPending, NotPaid
from shop.checkout.models import PendingOrder
from shop.order.models import Order
from shop.payment.models import Payment
from tests import rivals
from tests.emulator import Stripe
from tests.shop.checkout import given


class Double:
    """A plug that pays or takes off what is wanted, up to what it has, and writes down what was asked of it."""

    def __init__(self, has: int) -> None:
        self.has, self.said = has, list[tuple[Any, ...]]()

    def quote(self, *, person_id: int | None, wanted: Any, goods: int = 0, due: int = 0) -> reductions.Quote | None:
        return reductions.Quote(min(wanted, self.has, goods or due), "Points") if wanted else None

    def hold(self, *, reference: str, person_id: int | None, amount: int, wanted: Any) -> None:
        if amount > self.has:
            raise reductions.Refused("There are not that many.")
        self.has -= amount
        self.said.append(("hold", amount))

    def capture(self, *, reference: str, order_id: int) -> None:
        self.said.append(("capture", order_id))

    def release(self, *, reference: str) -> None:
        self.said.append(("release",))


@pytest.fixture
def points() -> Iterator[Double]:
    plug = Double(500)
    reductions.register("points", plug)  # type: ignore[arg-type]
    yield plug
    reductions.unregister("points")


@pytest.fixture
def voucher() -> Iterator[Double]:
    plug = Double(5_000)
    means.register("voucher", plug)  # type: ignore[arg-type]
    yield plug
    means.unregister("voucher")


def paid(stripe: Stripe, pending: PendingOrder) -> PendingOrder:
    """The card said yes and the shop knows; nothing is placed yet."""
    intent = services.start_card(pending).intent_id
    stripe.pay(intent)
    Payment.objects.filter(intent_id=intent).update(state="paid", received=pending.due)
    return pending


@pytest.mark.django_db(transaction=True)
def test_placing_ten_lines_costs_at_most_sixty_statements_and_one_line_nearly_as_many(stripe: Stripe) -> None:
    counts = []
    for size in (1, 10):
        pending = paid(stripe, given.frozen(*(given.goods() for _ in range(size))))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            services.place(pending.reference)
        counts.append(len(captured))

    assert counts[1] <= 60
    assert counts[1] - counts[0] <= 2


@pytest.mark.django_db(transaction=True)
def test_twenty_who_place_the_same_paid_order_get_the_same_one(stripe: Stripe) -> None:
    pending = paid(stripe, given.frozen(given.goods()))

    numbers = {services.place(pending.reference).number for _again in range(20)}

    assert numbers == {Order.objects.get().number}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_place_one_order(stripe: Stripe) -> None:
    poster = given.goods()
    pending = paid(stripe, given.frozen(poster))

    answers = rivals.together([partial(services.place, pending.reference)] * 20)

    assert {getattr(answer, "number", answer) for answer in answers} == {Order.objects.get().number}
    assert given.allocated(poster) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_windows_that_freeze_one_basket_hold_it_once(stripe: Stripe) -> None:
    poster = given.goods()
    basket = given.basket(poster)

    answers = rivals.together([partial(services.freeze, basket=basket, person=None, ask=given.ASK)] * 10)

    assert {answer.reference for answer in answers} == {PendingOrder.objects.get().reference}
    assert given.allocated(poster) == 1


@pytest.mark.django_db
def test_what_is_not_paid_is_not_placed_and_nothing_happens() -> None:
    poster = given.goods()
    pending = given.frozen(poster)

    with pytest.raises(NotPaid):
        services.place(pending.reference)

    assert (Order.objects.count(), given.states(), given.allocated(poster)) == (0, ["open"], 1)


@pytest.mark.django_db
def test_what_was_given_up_is_not_placed() -> None:
    pending = given.frozen(given.goods())
    services.release(pending.reference)

    with pytest.raises(NoLongerPending):
        services.place(pending.reference)

    assert Order.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_another_sum_than_is_due_is_held_for_review_and_can_be_given_back(stripe: Stripe) -> None:
    poster = given.goods()
    pending = paid(stripe, given.frozen(poster))
    PendingOrder.objects.filter(pk=pending.pk).update(due=pending.due - 1)

    services.settle(pending.reference)
    assert (given.states(), Order.objects.count(), given.allocated(poster)) == (["review"], 0, 1)

    services.refund_review(pending.reference)
    assert (given.states(), given.allocated(poster)) == (["refunded"], 0)
    assert [refund["amount"] for refund in stripe.all("refund")] == [3890]


@pytest.mark.django_db(transaction=True)
def test_a_reduction_and_a_means_of_payment_plugged_in_from_above(
    stripe: Stripe, points: Double, voucher: Double
) -> None:
    pending = given.frozen(given.goods(price=10_000), wanted={"points": 500, "voucher": 5_000})
    assert (pending.goods, pending.total, pending.due) == (9_500, 9_990, 4_990)
    assert (points.has, voucher.has) == (0, 0)

    services.settle(paid(stripe, pending).reference)

    order = Order.objects.get()
    assert (order.total, order.card_amount, order.other_means, order.tax) == (9_990, 4_990, 5_000, 1_583 + 82)
    assert points.said == [("hold", 500), ("capture", order.pk)]
    assert voucher.said == [("hold", 5_000), ("capture", order.pk)]
    paid_by = Payment.objects.filter(order=order).order_by("means").values_list("means", "amount", "received", "state")
    assert list(paid_by) == [("card", 4_990, 4_990, "paid"), ("voucher", 5_000, 5_000, "paid")]


@pytest.mark.django_db
def test_means_that_cover_everything_need_no_card(voucher: Double) -> None:
    pending = given.frozen(given.goods(price=2_000), wanted={"voucher": 5_000})
    assert pending.due == 0

    services.settle(pending.reference)

    assert Order.objects.get().card_amount == 0
    assert list(Payment.objects.values_list("means", "amount", "state")) == [("voucher", 2_490, "paid")]


@pytest.mark.django_db
def test_giving_up_gives_back_to_the_plugs(points: Double, voucher: Double) -> None:
    pending = given.frozen(given.goods(), wanted={"points": 100, "voucher": 100})

    services.abandon(pending)
    services.abandon(pending)

    assert points.said == voucher.said == [("hold", 100), ("release",)]


@pytest.mark.django_db
def test_a_plug_that_has_no_more_refuses_and_nothing_is_held(points: Double) -> None:
    poster = given.goods()
    quoted = points.quote

    def generous(**asked: Any) -> reductions.Quote | None:
        points.has = 500
        answer = quoted(**asked)
        points.has = 10
        return answer

    points.quote = generous  # type: ignore[method-assign, assignment]
    with pytest.raises(reductions.Refused):
        given.frozen(poster, wanted={"points": 500})

    assert (given.states(), given.allocated(poster), points.said) == ([], 0, [])
