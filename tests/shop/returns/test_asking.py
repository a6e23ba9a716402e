"""Asking for a refund: whole, by pieces, the delivery, an amount; refusals say why and change nothing."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shop.order.models import Order
from shop.returns import exceptions, services
from shop.returns.models import (
    LineRefunded,
    OrderRefunded,
    PaymentRefunded,
    Refund,
    RefundLine,
    RefundPart,
)
from tests import factories
from tests import order_factories as make
from tests.shop.returns.given import audited, bought, line_ids

pytestmark = pytest.mark.django_db
GESTURE = Refund.Reason.GESTURE


def refund(order: Order, **wanted: Any) -> Refund:
    return services.refund(order, reason=GESTURE, **wanted)


def rows(refund: Refund) -> list[tuple[int, int, int]]:
    """(pieces, cents, tax) of each line."""
    return list(RefundLine.objects.filter(refund=refund).values_list("quantity", "amount", "tax"))


def parts(refund: Refund) -> list[tuple[str, int, str]]:
    return list(RefundPart.objects.filter(refund=refund).values_list("name", "amount", "state"))


def untouched(order: Order) -> bool:
    tallies = (OrderRefunded, LineRefunded, PaymentRefunded)
    return not order.refunds.exists() and not any(tally.objects.exists() for tally in tallies)


def three_lines() -> Order:
    """3 prints for 50 € (72 − 22), a tea at 5.5 % for 10,55 €, something free; delivery 4,90 € at two rates."""
    lines = [
        make.draft_line(3, 2400, off=2200),
        make.draft_line(1, 1055, rate=55),
        make.draft_line(1, 900, off=900),
    ]
    shares = ((200, 405, 68), (55, 85, 4))
    return bought(lines, delivery=make.DraftDelivery("home", "À domicile", 490, shares))


def test_a_whole_order_goes_back_with_its_delivery_and_every_cent_of_tax() -> None:
    order = three_lines()

    made = refund(order)

    assert (made.amount, made.delivery, made.tax) == (6545, 490, order.tax)
    assert rows(made) == [(3, 5000, 833), (1, 1055, 55), (1, 0, 0)]
    assert made.delivery_shares == [[200, 405, 68], [55, 85, 4]]
    assert parts(made) == [("card", 6545, "asked")]
    assert audited() == []


def test_pieces_go_back_at_their_share_of_the_reduced_line() -> None:
    order = three_lines()
    prints, _tea, _free = line_ids(order)

    first = refund(order, lines={prints: 1})
    second = refund(order, lines={prints: 2})

    assert (first.amount, first.tax, rows(first)) == (1666, 277, [(1, 1666, 277)])
    assert (second.amount, second.tax, rows(second)) == (3334, 556, [(2, 3334, 556)])
    assert audited() == []


def test_the_rest_is_what_earlier_refunds_left() -> None:
    order = three_lines()
    prints, tea, free = line_ids(order)
    refund(order, lines={prints: 1, tea: 1})
    refund(order, amount=100, delivery=90)

    rest = refund(order)

    assert list(rest.lines.values_list("line_id", "quantity", "amount")) == [(prints, 2, 3234), (free, 1, 0)]
    assert (rest.amount, rest.delivery) == (3634, 400)
    assert sum(order.refunds.values_list("amount", flat=True)) == order.total
    assert sum(order.refunds.values_list("tax", flat=True)) == order.tax
    with pytest.raises(exceptions.NothingLeft):
        refund(order)
    assert audited() == []


def test_an_amount_is_spread_over_the_lines_and_moves_no_goods() -> None:
    order = three_lines()

    made = refund(order, amount=1000)

    assert rows(made) == [(0, 826, 137), (0, 174, 9)]
    assert (made.amount, made.delivery) == (1000, 0)
    assert list(order.lines.values_list("cancelled", flat=True)) == [0, 0, 0]


def test_the_delivery_goes_back_alone_whole_or_in_part() -> None:
    order = three_lines()

    part = refund(order, lines={}, delivery=100)
    rest = refund(order, delivery=True)

    assert (part.amount, part.delivery_shares, part.tax) == (100, [[200, 83, 14], [55, 17, 0]], 14)
    assert (rest.amount, rest.delivery_shares, rest.tax) == (390, [[200, 322, 54], [55, 68, 4]], 58)
    assert rows(part) == rows(rest) == []


@pytest.mark.parametrize(
    ("wanted", "refusal", "sentence"),
    [
        ({"amount": 6056}, exceptions.TooMuch, "60,55"),
        ({"amount": -1}, exceptions.BadAmount, ""),
        ({"amount": 0}, exceptions.NothingAsked, ""),
        ({"lines": {}}, exceptions.NothingAsked, ""),
        ({"delivery": 491}, exceptions.TooMuch, "4,90"),
        ({"delivery": -1}, exceptions.BadAmount, ""),
        ({"lines": {0: 1}}, exceptions.UnknownLine, ""),
        ({"shown": 6544}, exceptions.Changed, ""),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(
    wanted: dict[str, Any], refusal: type[exceptions.Refusal], sentence: str
) -> None:
    order = three_lines()

    with pytest.raises(refusal) as caught:
        refund(order, **wanted)

    assert sentence in caught.value.sentence
    assert untouched(order)


@pytest.mark.parametrize(("pieces", "refusal"), [(4, exceptions.TooManyPieces), (-1, exceptions.BadAmount)])
def test_more_pieces_than_were_bought_or_less_than_none_are_refused(
    pieces: int, refusal: type[exceptions.Refusal]
) -> None:
    order = three_lines()
    prints, tea, _free = line_ids(order)

    with pytest.raises(refusal):
        refund(order, lines={tea: 1, prints: pieces})

    assert untouched(order)
    assert order.lines.get(pk=tea).cancelled == 0


def test_a_line_of_another_order_is_refused() -> None:
    order, other = bought(), bought()

    with pytest.raises(exceptions.UnknownLine):
        refund(order, lines={line_ids(other)[0]: 1})

    assert untouched(order)
    assert untouched(other)


def test_what_was_never_paid_cannot_go_back() -> None:
    order = bought()
    order.payments.update(state="cancelled")

    with pytest.raises(exceptions.TooMuch):
        refund(order)

    assert untouched(order)


def test_what_was_refunded_at_stripe_by_hand_is_not_refunded_again() -> None:
    order = bought()
    order.payments.update(refunded_elsewhere=2000)

    with pytest.raises(exceptions.TooMuch) as caught:
        refund(order)

    assert caught.value.left == 890
    assert refund(order, amount=890).amount == 890


def test_the_same_key_asked_twice_is_one_refund() -> None:
    order, key = three_lines(), uuid.uuid4()

    first, second = refund(order, amount=500, key=key), refund(order, amount=500, key=key)

    assert first == second
    assert order.refunds.count() == 1
    assert OrderRefunded.objects.get(order=order).amount == 500


def test_who_asked_and_why_are_kept_and_no_sum_is_shown_that_is_not_made() -> None:
    order, mia = three_lines(), factories.merchant()

    made = services.refund(order, reason=Refund.Reason.DEFECT, note="a torn corner", by=mia, amount=500, shown=500)

    made.refresh_from_db()
    assert (made.asked_by, made.reason, made.note, made.state) == (mia, "defect", "a torn corner", "asked")


def test_goods_that_cost_nothing_are_done_at_once() -> None:
    order = three_lines()

    made = refund(order, lines={line_ids(order)[2]: 1})

    assert (made.amount, made.state, parts(made)) == (0, "done", [])
    assert audited() == []


@pytest.mark.parametrize("model", [OrderRefunded, LineRefunded, PaymentRefunded])
def test_the_database_refuses_to_count_past_a_limit(model: Any) -> None:
    order = three_lines()
    refund(order)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(amount=100_000)


def test_an_order_wholly_refunded_before_it_left_is_cancelled() -> None:
    order = three_lines()

    refund(order)

    order.refresh_from_db()
    assert order.status == "cancelled"
