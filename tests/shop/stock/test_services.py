"""Prices and stock change through services only; every price leaves its interval."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from catalog.models import Availability
from shop.stock import selectors, vat
from shop.stock.models import PriceInterval, StockRecord, UnwrittenHistory, VatRate
from shop.stock.services import NegativePrice, StockInUse, set_price, set_stock, stock_variant
from tests import factories as make

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 1, 8, tzinfo=UTC)


def intervals() -> list[tuple[int, datetime, datetime | None]]:
    return list(PriceInterval.objects.order_by("id").values_list("price", "starts_at", "ends_at"))


def test_the_history_of_a_price_has_no_gap_and_one_open_end() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        record = make.product(price=2400).stockrecords.get()
        traveller.shift(timedelta(days=3))
        assert set_price(record, 1900) is True
        traveller.shift(timedelta(days=2))
        assert set_price(record, 2400) is True

    day = timedelta(days=1)
    assert intervals() == [
        (2400, START, START + 3 * day),
        (1900, START + 3 * day, START + 5 * day),
        (2400, START + 5 * day, None),
    ]
    assert str(StockRecord.objects.get().price) == "24.00"


def test_the_same_price_again_writes_nothing() -> None:
    record = make.product(price=2400).stockrecords.get()
    before = intervals()

    assert set_price(record, 2400) is False
    assert intervals() == before


def test_a_negative_price_is_refused_and_nothing_happened() -> None:
    record = make.product(price=2400).stockrecords.get()
    before = intervals()

    with pytest.raises(NegativePrice):
        set_price(record, -1)

    assert intervals() == before
    assert str(StockRecord.objects.get().price) == "24.00"


def test_prices_cannot_be_changed_in_bulk_past_their_history() -> None:
    make.product(price=2400)

    with pytest.raises(UnwrittenHistory):
        StockRecord.objects.update(price=1)

    assert str(StockRecord.objects.get().price) == "24.00"


def test_the_database_itself_refuses_to_promise_more_than_there_is() -> None:
    make.product(in_stock=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        StockRecord.objects.update(num_allocated=3)

    assert StockRecord.objects.get().num_allocated is None


def test_stock_cannot_fall_below_what_is_promised() -> None:
    record = make.product(in_stock=5).stockrecords.get()
    StockRecord.objects.update(num_allocated=4)

    with pytest.raises(StockInUse) as refusal:
        set_stock(record, 3)

    assert refusal.value.allocated == 4
    assert StockRecord.objects.get().num_in_stock == 5


def test_a_variant_is_stocked_once_however_often_it_is_asked() -> None:
    product = make.product(price=None)
    stock_variant(product, price=2400, cost=900, in_stock=5)
    stock_variant(product, price=2500, cost=950, in_stock=7)

    record = StockRecord.objects.get()
    assert (str(record.price), str(record.cost), record.num_in_stock) == ("25.00", "9.50", 7)
    assert [price for price, _from, _to in intervals()] == [2400, 2500]


def test_an_offer_tells_price_bucket_what_is_left_and_the_rate() -> None:
    tea = make.kind("Thé", vat_class="food")
    few = make.product(kind=tea, price=1450, in_stock=2)
    many = make.product(kind=make.kind(), price=2400, in_stock=50)

    found = selectors.offers([few.pk, many.pk])

    assert (found[few.pk].price, found[few.pk].left, found[few.pk].vat_rate) == (1450, 2, 55)
    assert (found[many.pk].availability, found[many.pk].left, found[many.pk].vat_rate) == (Availability.GOOD, None, 200)


def test_the_rate_in_force_is_the_last_one_begun() -> None:
    rates = [("standard", 200, "2014-01-01"), ("standard", 210, "2027-01-01")]
    for name, rate, since in rates:
        VatRate.objects.create(country="FR", vat_class=name, rate=rate, valid_from=since)

    assert vat.rate("standard", day=datetime(2026, 12, 31, tzinfo=UTC).date()) == 200
    assert vat.rate("standard", day=datetime(2027, 1, 1, tzinfo=UTC).date()) == 210
    assert vat.rate("food") == 55
