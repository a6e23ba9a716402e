"""What was sold, counted; best sellers and what is bought together come from it."""

from datetime import date, timedelta

import pytest

from catalog.models import ShelfItem
from catalog.selectors import product_page
from catalog.shelf.cards import cards
from shop import clock
from shop.order import sales, services, tasks
from shop.order.models import BoughtTogether, ProductSales
from tests import factories
from tests import order_factories as make

pytestmark = pytest.mark.django_db


def test_sales_are_counted_by_day_and_shown_for_ninety_days() -> None:
    print_, mug = factories.product(price=2400, in_stock=90), factories.product(price=1900, in_stock=90)
    now = clock.now()
    for days, quantity in ((0, 2), (1, 3), (89, 4), (91, 50)):
        line = make.draft_line(quantity, 2400, product=print_)
        make.order(lines=(line,), placed_at=now - timedelta(days=days))
    make.order(lines=(make.draft_line(1, 1900, product=mug),))
    assert sales.count() == 2
    counted = dict(ProductSales.objects.filter(product=print_).values_list("day", "quantity"))
    assert sorted(counted.values()) == [2, 3, 4, 50]
    assert ProductSales.objects.get(product=print_, quantity=3).gross == 7200
    assert dict(ShelfItem.objects.values_list("pk", "sales")) == {print_.pk: 9, mug.pk: 1}
    best = ShelfItem.objects.order_by("-sales", "product")
    assert [card.id for card in cards(best, now)] == [print_.pk, mug.pk]
    # Then: counted again, nothing changes.
    assert (sales.count(), ProductSales.objects.count()) == (0, 5)


def test_variants_count_for_their_product_and_what_was_cancelled_for_none() -> None:
    kind = factories.kind()
    factories.attribute(kind, "format", [("a3", "A3", "A3"), ("a4", "A4", "A4")])
    parent = factories.product(kind=kind)
    one = factories.variant(parent, {"format": factories.option("a3")})
    other = factories.variant(parent, {"format": factories.option("a4")})
    make.order(lines=(make.draft_line(2, product=one), make.draft_line(3, product=other)))
    given_up = make.order(lines=(make.draft_line(4, product=one),))
    services.cancel_pieces(given_up, {given_up.lines.get().pk: 4})
    tasks.count_sales()
    tasks.count_sales()
    assert list(ProductSales.objects.values_list("product", "quantity")) == [(parent.pk, 5)]
    assert ShelfItem.objects.get(pk=parent.pk).sales == 5


def test_a_day_is_one_of_the_shops_zone() -> None:
    late = clock.start_of(date(2026, 11, 20)) - timedelta(minutes=1)  # still the 19th in Paris, 22:59 UTC
    make.order(placed_at=late)
    sales.count()
    assert ProductSales.objects.get().day == date(2026, 11, 19)


def test_what_is_bought_together_twice_is_shown_beside_the_product() -> None:
    print_, mug, card = (factories.product(in_stock=90) for _each in range(3))
    for _time in range(2):
        make.order(lines=(make.draft_line(product=print_), make.draft_line(product=mug)))
    make.order(lines=(make.draft_line(product=print_), make.draft_line(product=card)))
    tasks.recount_sales()
    tasks.recount_sales()
    pairs = set(BoughtTogether.objects.values_list("product", "other", "count"))
    assert pairs == {(print_.pk, mug.pk, 2), (mug.pk, print_.pk, 2)}
    page = product_page(print_.slug)
    assert page is not None
    assert [shown.id for shown in page.related] == [mug.pk]
