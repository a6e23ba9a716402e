"""The shelf holds what stands in the catalogue now, no more and no less."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, connections, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.models import Availability, ProductCategory, ShelfItem, ShelfTerm
from catalog.services import publish, relate, save_product, withdraw
from catalog.shelf import facts, refresh
from shop import clock
from shop.pages import versions
from shop.stock.services import set_price, set_stock
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_product_stands_on_the_shelf_with_both_titles_and_its_price_in_cents() -> None:
    product = make.product("Affiche Phare", "Lighthouse print", price=2450)

    item = ShelfItem.objects.get()

    assert item.product_id == product.pk
    assert (item.title_fr, item.title_en) == ("Affiche Phare", "Lighthouse print")
    assert (item.slug_fr, item.slug_en) == ("affiche-phare", "lighthouse-print")
    assert (item.price_from, item.price_to, item.variants) == (2450, 2450, 1)


def test_a_draft_never_stands_on_the_shelf() -> None:
    make.product(public=False)

    assert ShelfItem.objects.count() == 0


def test_price_runs_from_the_cheapest_variant_to_the_dearest_and_the_best_bucket_counts() -> None:
    kind = make.kind()
    make.attribute(kind, "format", [("a4", "A4", "A4"), ("a3", "A3", "A3")], axis=True)
    parent = make.product(kind=kind, price=None)
    make.variant(parent, {"format": make.option("a4")}, price=2400, in_stock=0)
    make.variant(parent, {"format": make.option("a3")}, price=3400, in_stock=2)

    item = ShelfItem.objects.get()

    assert (item.price_from, item.price_to, item.variants) == (2400, 3400, 2)
    assert item.availability == Availability.FEW


@pytest.mark.parametrize(
    ("in_stock", "bucket"),
    [
        (0, Availability.GONE),
        (1, Availability.FEW),
        (3, Availability.FEW),
        (4, Availability.GOOD),
        (None, Availability.GOOD),
    ],
)
def test_stock_shows_in_three_buckets(in_stock: int | None, bucket: int) -> None:
    make.product(in_stock=in_stock)

    assert ShelfItem.objects.get().availability == bucket


def test_a_product_is_found_under_its_category_and_all_above_it() -> None:
    top = make.category("Textile", "Textiles")
    below = make.category("T-shirts", "T-shirts", parent=top)
    make.category("Sacs", "Bags", parent=top)
    make.product(categories=[below])

    terms = set(ShelfTerm.objects.filter(kind=ShelfTerm.CATEGORY).values_list("value", flat=True))

    assert terms == {top.pk, below.pk}


def test_terms_that_no_longer_hold_are_taken_away_and_the_others_kept() -> None:
    first, second = make.category("Affiches", "Prints"), make.category("Mugs", "Mugs")
    product = make.product(categories=[first, second])
    kept = ShelfTerm.objects.get(value=second.pk).pk

    ProductCategory.objects.filter(category=first).delete()
    refresh.refresh([product.pk])

    assert list(ShelfTerm.objects.values_list("pk", "value")) == [(kept, second.pk)]


def test_new_lasts_thirty_days_from_the_first_sale_unless_a_date_is_given() -> None:
    plain = make.product(days_on_sale=10)
    until = clock.now() + timedelta(days=90)
    dated = make.product(days_on_sale=10, new_until=until)

    plain_until = ShelfItem.objects.get(pk=plain.pk).new_until
    assert plain_until is not None
    assert plain_until == plain.published_at + timedelta(days=30)
    assert ShelfItem.objects.get(pk=dated.pk).new_until == until


def test_refreshing_twice_leaves_the_same_rows() -> None:
    product = make.product(categories=[make.category()])
    before = list(ShelfTerm.objects.values_list("pk", flat=True))

    refresh.refresh([product.pk])
    refresh.refresh([product.pk])

    assert ShelfItem.objects.count() == 1
    assert list(ShelfTerm.objects.values_list("pk", flat=True)) == before


def test_thirty_products_cost_as_many_statements_as_two() -> None:
    two = [make.product().pk for _ in range(2)]
    thirty = two + [make.product().pk for _ in range(28)]
    with CaptureQueriesContext(
        connection,
    ) as few:
        refresh.refresh(two)
    with CaptureQueriesContext(connection) as many:
        refresh.refresh(thirty)

    assert len(many) == len(few)


def test_a_change_of_price_or_bucket_reaches_the_shelf_when_it_is_committed() -> None:
    product = make.product(price=2400, in_stock=10)
    record = product.stockrecords.get()

    with TestCase.captureOnCommitCallbacks(execute=True):
        set_price(record, 1900)
        set_stock(record, 0)

    item = ShelfItem.objects.get()
    assert (item.price_from, item.availability) == (1900, Availability.GONE)


@pytest.mark.django_db(transaction=True)
def test_a_change_rolled_back_leaves_shelf_and_versions_alone() -> None:
    product = make.product(price=2400)
    before = versions.read(["shelf", f"product:{product.pk}"])

    with transaction.atomic():
        set_price(product.stockrecords.get(), 1900)
        transaction.set_rollback(True)

    assert ShelfItem.objects.get().price_from == 2400
    assert versions.read(["shelf", f"product:{product.pk}"]) == before


def test_publishing_and_withdrawing_puts_it_on_the_shelf_and_takes_it_away() -> None:
    product = make.product(public=False, categories=[make.category()])

    with TestCase.captureOnCommitCallbacks(execute=True):
        publish(product)
    assert ShelfItem.objects.count() == 1

    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(product)
    assert ShelfItem.objects.count() == 0


def test_the_sweep_finds_what_a_lost_nudge_left_behind() -> None:
    product = make.product()
    missing = make.product()
    ShelfItem.objects.filter(pk=missing.pk).delete()
    product.title_fr = "Autre titre"
    save_product(product)

    assert refresh.stale() == sorted([product.pk, missing.pk])
    refresh.refresh(refresh.stale())
    assert refresh.stale() == []
    assert ShelfItem.objects.get(pk=product.pk).title_fr == "Autre titre"


def test_a_source_may_only_answer_with_columns_that_the_shelf_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_sources", {"odd": lambda ids: {pk: {"colour": 1} for pk in ids}})

    with pytest.raises(KeyError, match="colour"):
        facts.gather([1])


def test_without_any_source_the_shelf_works_and_prices_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    product = make.product(price=2400)
    monkeypatch.setattr(facts, "_sources", {})

    refresh.refresh([product.pk])

    item = ShelfItem.objects.get()
    assert (item.price_from, item.availability) == (None, Availability.GOOD)


def test_pages_of_a_product_and_of_those_beside_it_get_new_versions() -> None:
    one, beside, apart = make.product(), make.product(), make.product()
    relate(one, [beside])
    names = [f"product:{product.pk}" for product in (one, beside, apart)]
    before = versions.read(names)

    with TestCase.captureOnCommitCallbacks(execute=True):
        refresh.refresh([one.pk])

    after = versions.read(names)
    assert [after[name] != before[name] for name in names] == [True, True, False]


def test_titles_follow_the_language() -> None:
    make.product("Affiche Phare", "Lighthouse print")

    with translation.override("en"):
        assert ShelfItem.objects.get().title == "Lighthouse print"
    assert ShelfItem.objects.get().title == "Affiche Phare"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_looked_first_and_writes_last_does_not_undo_what_the_other_saw(monkeypatch: pytest.MonkeyPatch) -> None:
    product = make.product(in_stock=1)
    record, gather, rivals = product.stockrecords.get(), facts.gather, list[Thread]()

    def sell_out() -> None:
        set_stock(record, 0)
        connections.close_all()

    def held_up(ids: list[int]) -> dict[int, dict[str, object]]:
        seen = gather(ids)
        if not rivals:
            rivals.append(Thread(target=sell_out))
            rivals[0].start()
            rivals[0].join(2)  # it waits for us; without a lock it would have ended
        return seen

    monkeypatch.setattr(facts, "gather", held_up)
    refresh.refresh([product.pk])
    rivals[0].join()

    assert ShelfItem.objects.get().availability == Availability.GONE
