"""A parcel's way: packed, shipped, delivered, each step once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.dispatch import Signal

from shop import clock
from shop.mail.models import Mail
from shop.order import selectors, services, tasks
from shop.order.exceptions import NothingToSend, NotOnItsWay, TooManyPieces
from shop.order.models import Line, Order, Parcel, State
from shop.order.signals import parcel_delivered, parcel_shipped
from shop.stock import holds
from shop.stock.models import StockRecord
from tests import order_factories as given
from tests import rivals

pytestmark = pytest.mark.django_db


def sold(*quantities: int) -> Order:
    """An order whose pieces the stock keeps, as a purchase leaves it: 50 of each were there."""
    order = given.order(lines=tuple(given.draft_line(quantity) for quantity in quantities))
    pieces = {line.stockrecord_id: line.quantity for line in order.lines.all()}
    holds.hold(str(order.reference), pieces, clock.now() + timedelta(minutes=15))
    holds.capture(str(order.reference))
    return order


def packed(parcel: Parcel) -> list[int]:
    return list(parcel.lines.order_by("line_id").values_list("quantity", flat=True))


def stock(order: Order) -> list[tuple[int, int]]:
    """(there, promised) of each line's stock."""
    rows = StockRecord.objects.filter(pk__in=order.lines.values("stockrecord_id")).order_by("pk")
    return [(row.num_in_stock, row.num_allocated) for row in rows]


def state(order: Order) -> str:
    return Order.objects.get(pk=order.pk).status


@contextmanager
def heard(signal: Signal) -> Iterator[list[int]]:
    """Numbers of parcels that a signal told of."""
    told: list[int] = []

    def hear(parcel_id: int, **more: Any) -> None:
        told.append(parcel_id)

    signal.connect(hear)
    yield told
    signal.disconnect(hear)


def test_everything_is_packed_unless_told_and_the_order_is_being_prepared() -> None:
    order = sold(2, 1)

    parcel = services.prepare(order, batch="2026-11-22")

    assert (parcel.number, parcel.batch, packed(parcel), state(order)) == (1, "2026-11-22", [2, 1], State.PREPARING)
    with pytest.raises(NothingToSend):
        services.prepare(order)
    assert order.parcels.count() == 1


def test_more_than_is_left_is_not_packed_at_all() -> None:
    order = sold(2, 1)
    first, second = order.lines.order_by("pk")
    services.prepare(order, {first.pk: 1})

    for wanted in ({first.pk: 2}, {second.pk: 0}, {second.pk: -1}, {second.pk: 1, first.pk + 999: 1}):
        with pytest.raises(TooManyPieces):
            services.prepare(order, wanted)

    assert (order.parcels.count(), state(order)) == (1, State.PREPARING)


def test_an_order_leaves_in_parts() -> None:
    order = sold(2, 1)
    first, second = order.lines.order_by("pk")
    services.ship(services.prepare(order, {first.pk: 1}))
    assert (state(order), stock(order)) == (State.PARTLY, [(49, 1), (50, 1)])

    rest = services.prepare(order)
    assert (rest.number, packed(rest)) == (2, [1, 1])
    services.ship(rest)

    assert (state(order), stock(order)) == (State.SHIPPED, [(48, 0), (49, 0)])
    assert list(Line.objects.order_by("pk").values_list("num_allocated", flat=True)) == [0, 0]
    assert selectors.shipped(order) == {first.pk: 2, second.pk: 1}


def test_said_twice_a_parcel_leaves_once(django_capture_on_commit_callbacks: Any) -> None:
    order = sold(2)
    parcel = services.prepare(order)
    with heard(parcel_shipped) as told, django_capture_on_commit_callbacks(execute=True):
        assert services.ship(parcel, carrier="Colissimo", tracking="6A123") is True
        assert services.ship(parcel, carrier="Other", tracking="9") is False

    parcel.refresh_from_db()
    assert (parcel.carrier, parcel.tracking, told, stock(order)) == ("Colissimo", "6A123", [parcel.pk], [(48, 0)])


def test_said_twice_a_parcel_arrives_once_on_the_first_day_told(django_capture_on_commit_callbacks: Any) -> None:
    order = sold(1)
    parcel = services.prepare(order)
    services.ship(parcel, at=clock.now() - timedelta(days=3))
    day = clock.now() - timedelta(days=1)
    with heard(parcel_delivered) as told, django_capture_on_commit_callbacks(execute=True):
        assert services.deliver(parcel, at=day) is True
        assert services.deliver(parcel) is False

    parcel.refresh_from_db()
    assert (parcel.delivered_at, told, state(order)) == (day, [parcel.pk], State.DELIVERED)


def test_nothing_arrives_before_it_left() -> None:
    parcel = services.prepare(sold(1))
    with pytest.raises(NotOnItsWay):
        services.deliver(parcel)
    left = clock.now() - timedelta(hours=2)
    services.ship(parcel, at=left)

    services.deliver(parcel, at=left - timedelta(days=9))

    parcel.refresh_from_db()
    assert parcel.delivered_at == left


def test_a_parcel_taken_apart_is_packed_anew_and_never_leaves_itself() -> None:
    order = sold(2)
    parcel = services.prepare(order)

    assert (services.unpack(parcel), services.unpack(parcel), state(order)) == (True, False, State.PLACED)
    with pytest.raises(NotOnItsWay):
        services.ship(parcel)

    assert (packed(services.prepare(order)), stock(order)) == ([2], [(50, 2)])


def test_what_has_left_is_not_taken_apart() -> None:
    order = sold(2)
    parcel = services.prepare(order)
    services.ship(parcel)

    with pytest.raises(NotOnItsWay):
        services.unpack(parcel)

    assert (packed(parcel), state(order)) == ([2], State.SHIPPED)


def test_pieces_given_up_are_not_packed() -> None:
    order = sold(3)
    services.cancel_pieces(order, {order.lines.get().pk: 2})

    assert packed(services.prepare(order)) == [1]


def test_a_parcel_leaves_although_its_product_is_gone_from_the_catalogue() -> None:
    order = sold(1)
    Line.objects.update(stockrecord=None)

    assert services.ship(services.prepare(order)) is True

    assert state(order) == State.SHIPPED


def test_a_parcel_of_which_nobody_tells_counts_as_arrived_from_the_day_that_is_noticed(settings: Any) -> None:
    settings.PARCEL_DAYS = 10
    order, other = sold(1), sold(1)
    silent, recent = services.prepare(order), services.prepare(other)
    services.ship(silent, at=clock.now() - timedelta(days=10, seconds=1))
    services.ship(recent, at=clock.now() - timedelta(days=9, hours=23))
    before = clock.now()

    assert [tasks.presume_delivered(), tasks.presume_delivered()] == [1, 0]

    silent.refresh_from_db()
    assert silent.delivered_at is not None
    assert (silent.delivered_at >= before, state(order), state(other)) == (True, State.DELIVERED, State.SHIPPED)
    # Nobody knows that it has arrived: nobody is told so.
    assert not Mail.objects.filter(kind="parcel_delivered").exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_who_pack_at_once_pack_each_piece_once() -> None:
    order = sold(3)
    line = order.lines.get()

    answers = rivals.together([partial(services.prepare, order, {line.pk: 1}) for _rival in range(10)])

    assert rivals.kinds(answers) == {"Parcel": 3, "TooManyPieces": 7}
    assert sorted(parcel.number for parcel in order.parcels.all()) == [1, 2, 3]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_who_ship_at_once_take_the_pieces_from_the_stock_once() -> None:
    order = sold(2)
    parcel = services.prepare(order)

    answers = rivals.together([partial(services.ship, parcel) for _rival in range(10)])

    assert sorted(answers) == [False] * 9 + [True]
    assert stock(order) == [(48, 0)]
