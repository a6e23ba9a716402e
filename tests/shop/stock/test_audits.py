"""The audit finds what was changed past the services."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from catalog.models import ShelfItem
from shop.stock.audits import intervals_do_not_overlap, prices_have_their_interval, the_shelf_tells_the_prices
from shop.stock.models import PriceInterval
from shop.stock.services import set_price
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def goods() -> None:
    for price in (1900, 2400):
        set_price(make.product(price=price).stockrecords.get(), price + 100)
    for item in ShelfItem.objects.all():
        ShelfItem.objects.filter(pk=item.pk).update(price_from=F("price_from") + 100, price_to=F("price_to") + 100)


def test_what_the_services_wrote_is_right() -> None:
    assert list(prices_have_their_interval()) == []
    assert list(intervals_do_not_overlap()) == []
    assert list(the_shelf_tells_the_prices()) == []


def test_a_price_without_its_interval_is_found() -> None:
    PriceInterval.objects.filter(price=2500).delete()

    assert [(expected, found) for _subject, expected, found in prices_have_their_interval()] == [(None, 2500)]


def test_intervals_that_overlap_are_found() -> None:
    late = PriceInterval.objects.get(price=2400)
    PriceInterval.objects.filter(pk=late.pk).update(ends_at=F("ends_at") + timedelta(days=1))

    assert len(list(intervals_do_not_overlap())) == 1


def test_a_shelf_that_tells_another_price_is_found_and_the_command_says_so() -> None:
    ShelfItem.objects.filter(price_from=2500).update(price_from=1)

    assert [found for _subject, _expected, found in the_shelf_tells_the_prices()] == [(1, 2500, 2)]
    with pytest.raises((SystemExit, CommandError)):
        call_command("audit")
