"""What a refund means for the goods: unsent pieces are free again, returned ones go back on the shelf when asked."""

from typing import Any

import pytest

from shop.order.models import Order
from shop.returns import services
from shop.returns.models import Refund
from shop.stock.models import StockHold, StockRecord
from shop.stock.services import put_back
from tests import factories
from tests import order_factories as make
from tests.shop.returns.given import bought, line_ids

pytestmark = pytest.mark.django_db


def refund(order: Order, **wanted: Any) -> Refund:
    return services.refund(order, reason=Refund.Reason.DEFECT, **wanted)


def stock(order: Order) -> list[tuple[int, int]]:
    """(in stock, promised) of each line."""
    records = [StockRecord.objects.get(pk=line.stockrecord_id) for line in order.lines.order_by("pk")]
    return [(record.num_in_stock, record.num_allocated) for record in records]


def test_pieces_that_have_not_left_are_free_again_and_will_not_be_sent() -> None:
    order = bought([make.draft_line(3, 2000)])
    (line,) = line_ids(order)
    assert stock(order) == [(50, 3)]

    made = refund(order, lines={line: 2})

    assert stock(order) == [(50, 1)]
    assert order.lines.get().cancelled == 2
    assert made.lines.values_list("cancelled", "restocked").get() == (2, 0)
    refund(order)
    assert stock(order) == [(50, 0)]
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_pieces_that_were_sent_come_back_into_stock_only_when_asked() -> None:
    order = bought([make.draft_line(3, 2000)])
    (line,) = line_ids(order)
    make.parcel(order, {line: 2}, state="delivered")
    StockRecord.objects.update(num_in_stock=48, num_allocated=1)

    unsent, kept, back = (
        refund(order, lines={line: 1}),
        refund(order, lines={line: 1}),
        refund(order, lines={line: 1}, restock=True),
    )

    rows = [made.lines.values_list("cancelled", "restocked").get() for made in (unsent, kept, back)]
    assert rows == [(1, 0), (0, 0), (0, 1)]
    assert stock(order) == [(49, 0)]


def test_an_amount_without_pieces_moves_no_goods() -> None:
    order = bought([make.draft_line(2, 2000)])

    refund(order, amount=4000, restock=True)

    assert stock(order) == [(50, 2)]
    assert order.lines.get().cancelled == 0


def test_money_goes_back_although_nothing_was_promised_any_more() -> None:
    order = bought([make.draft_line(2, 2000)])
    StockHold.objects.all().delete()
    StockRecord.objects.update(num_allocated=0)

    made = refund(order)

    assert made.amount == 4490
    assert stock(order) == [(50, 0)]


def test_a_thing_that_left_the_catalogue_is_refunded_all_the_same() -> None:
    order = bought([make.draft_line(2, 2000)])
    order.lines.update(stockrecord=None)

    made = refund(order, restock=True)

    assert (made.amount, made.lines.get().restocked) == (4490, 0)


def test_what_is_made_to_order_keeps_no_count() -> None:
    counted, made_to_order = (factories.product(in_stock=count).stockrecords.get() for count in (5, None))

    put_back({counted.pk: 2, made_to_order.pk: 3})

    counted.refresh_from_db()
    made_to_order.refresh_from_db()
    assert (counted.num_in_stock, made_to_order.num_in_stock) == (7, None)
