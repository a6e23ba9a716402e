"""How far an order is, from parcels and refunds."""

from collections.abc import Collection, Iterator

import pytest
from django.db import IntegrityError, transaction

from shop.order import selectors, services, sockets
from shop.order.exceptions import TooManyPieces
from shop.order.models import Order, ParcelLine, State
from shop.order.sockets import Refunded
from tests import order_factories as make
from tests.rivals import kinds, together

pytestmark = pytest.mark.django_db
Refunds = dict[int, list[Refunded]]


@pytest.fixture
def refunds() -> Iterator[Refunds]:
    """What the room of refunds would tell."""
    known: Refunds = {}

    def source(order_ids: Collection[int]) -> Refunds:
        return {pk: known[pk] for pk in order_ids if pk in known}

    sockets.refunds.register("test", source)
    yield known
    sockets.refunds.unregister("test")


@pytest.fixture
def order() -> Order:
    """Two of one print, one of another."""
    return make.order(lines=(make.draft_line(2), make.draft_line(1)))


def test_an_order_without_parcels_is_to_prepare(order: Order) -> None:
    assert selectors.state(order) == State.PLACED
    assert sorted(selectors.unsent(order).values()) == [1, 2]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("preparing", State.PREPARING),
        ("shipped", State.SHIPPED),
        ("delivered", State.DELIVERED),
        ("cancelled", "placed"),
    ],
)
def test_one_parcel_with_everything_decides(order: Order, state: str, expected: str) -> None:
    make.parcel(order, state=state)
    assert selectors.state(order) == expected


def test_pieces_left_behind_keep_an_order_partly_shipped(order: Order) -> None:
    first, second = order.lines.all()
    make.parcel(order, {first.pk: 2}, state="delivered")
    make.parcel(order, {second.pk: 1}, state="preparing")
    assert selectors.state(order) == State.PARTLY
    assert selectors.unsent(order) == {second.pk: 1}


def test_an_order_is_delivered_with_its_last_parcel(order: Order) -> None:
    first, second = order.lines.all()
    make.parcel(order, {first.pk: 2}, state="delivered")
    last = make.parcel(order, {second.pk: 1}, state="shipped")
    assert selectors.state(order) == State.SHIPPED
    last.state, last.delivered_at = "delivered", last.shipped_at
    last.save()
    assert selectors.state(order) == State.DELIVERED


def test_what_was_given_up_before_it_left_is_not_waited_for(order: Order) -> None:
    first, second = order.lines.all()
    make.parcel(order, {first.pk: 2}, state="delivered")
    services.cancel_pieces(order, {second.pk: 1})
    assert selectors.state(order) == State.DELIVERED
    assert selectors.unsent(order) == {}
    assert selectors.shipped(order) == {first.pk: 2}


def test_nothing_sent_and_all_given_up_is_cancelled(order: Order) -> None:
    services.cancel_pieces(order, {line.pk: line.quantity for line in order.lines.all()})
    assert Order.objects.get(pk=order.pk).status == State.CANCELLED
    assert set(order.lines.values_list("num_allocated", flat=True)) == {0}


def test_pieces_given_up_come_out_of_parcels_being_prepared(order: Order) -> None:
    first, second = order.lines.all()
    early = make.parcel(order, {first.pk: 1, second.pk: 1})
    late = make.parcel(order, {first.pk: 1})
    services.cancel_pieces(order, {first.pk: 1})
    assert list(ParcelLine.objects.values_list("parcel", "line", "quantity")) == [
        (early.pk, first.pk, 1),
        (early.pk, second.pk, 1),
    ]
    late.refresh_from_db()
    assert late.state == "cancelled"
    assert selectors.unsent(order) == {first.pk: 1, second.pk: 1}


def test_some_of_the_pieces_in_a_parcel_can_be_given_up(order: Order) -> None:
    first = order.lines.all()[0]
    make.parcel(order, {first.pk: 2})
    services.cancel_pieces(order, {first.pk: 1})
    assert ParcelLine.objects.get().quantity == 1
    assert (order.lines.all()[0].cancelled, order.lines.all()[0].num_allocated) == (1, 1)


@pytest.mark.parametrize("wanted", [3, 0, -1])
def test_only_what_is_still_to_send_can_be_given_up(order: Order, wanted: int) -> None:
    first, second = order.lines.all()
    with pytest.raises(TooManyPieces):
        services.cancel_pieces(order, {second.pk: 1, first.pk: wanted})
    assert set(order.lines.values_list("cancelled", flat=True)) == {0}


def test_what_has_left_cannot_be_given_up(order: Order) -> None:
    first = order.lines.all()[0]
    make.parcel(order, state="shipped")
    with pytest.raises(TooManyPieces):
        services.cancel_pieces(order, {first.pk: 1})
    assert selectors.state(order) == State.SHIPPED


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_rivals_never_give_up_more_than_was_ordered() -> None:
    order = make.order(lines=(make.draft_line(3),))
    line = order.lines.get()
    answers = together([lambda: services.cancel_pieces(order, {line.pk: 1}) for _rival in range(6)])
    assert kinds(answers) == {"NoneType": 3, "TooManyPieces": 3}
    line.refresh_from_db()
    assert (line.cancelled, line.num_allocated) == (3, 0)


def test_sent_and_wholly_paid_back_is_refunded(order: Order, refunds: Refunds) -> None:
    make.parcel(order, state="delivered")
    refunds[order.pk] = [Refunded(order.total - 1), Refunded(1, done=False)]
    assert selectors.state(order) == State.DELIVERED
    refunds[order.pk] = [Refunded(order.total - 1), Refunded(1)]
    assert selectors.state(order) == State.REFUNDED


def test_the_stored_state_follows_and_others_stay(order: Order) -> None:
    other = make.order()
    make.parcel(order, state="shipped")
    assert services.settle_state([order.pk]) == {order.pk: State.SHIPPED}
    assert services.settle_state([order.pk]) == {order.pk: State.SHIPPED}
    assert dict(Order.objects.values_list("pk", "status")) == {order.pk: "shipped", other.pk: "placed"}


def test_a_parcel_line_holds_something(order: Order) -> None:
    parcel = make.parcel(order, {})
    with pytest.raises(IntegrityError), transaction.atomic():
        ParcelLine.objects.create(parcel=parcel, line=order.lines.first(), quantity=0)
    assert ParcelLine.objects.count() == 0


@pytest.mark.parametrize("state", ["shipped", "delivered"])
def test_what_is_shipped_or_delivered_was_so_some_day(order: Order, state: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.parcel(order, {}, state=state, shipped_at=None, delivered_at=None)
    assert order.parcels.count() == 0
