"""The home page's slots and the menus."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from catalog.models import Category
from shop.content import selectors
from shop.content.models import HomeSlot, MenuItem, Page

NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


def slot(**fields: object) -> HomeSlot:
    return HomeSlot.objects.create(
        **{"kind": HomeSlot.Kind.WORDS, "title_fr": "Noël", "title_en": "Christmas"} | fields
    )


def textiles() -> Category:
    names = {"name_fr": "Textile", "name_en": "Textiles", "slug_fr": "textile", "slug_en": "textiles"}
    return Category.objects.add_root(names | {"address_fr": "textile", "address_en": "textiles"})


def test_a_slot_is_shown_from_its_first_moment_up_to_but_without_its_last() -> None:
    shown = slot(starts_at=NOON, ends_at=NOON + HOUR)

    assert selectors.home_plan(NOON - timedelta(microseconds=1)).slots == []
    assert selectors.home_plan(NOON).slots == [shown]
    assert selectors.home_plan(NOON + HOUR - timedelta(microseconds=1)).slots == [shown]
    assert selectors.home_plan(NOON + HOUR).slots == []


def test_a_slot_without_dates_is_always_shown_and_has_no_boundary() -> None:
    shown = slot()

    assert selectors.home_plan(NOON).slots == [shown]
    assert selectors.home_plan(NOON).boundary is None


def test_the_next_boundary_is_the_nearest_beginning_or_end_still_to_come() -> None:
    slot(starts_at=NOON - HOUR, ends_at=NOON + 2 * HOUR)
    slot(starts_at=NOON + 3 * HOUR)

    assert selectors.home_plan(NOON - 2 * HOUR).boundary == NOON - HOUR
    assert selectors.home_plan(NOON).boundary == NOON + 2 * HOUR
    assert selectors.home_plan(NOON + 2 * HOUR).boundary == NOON + 3 * HOUR
    assert selectors.home_plan(NOON + 3 * HOUR).boundary is None


def test_a_slot_that_ends_before_it_begins_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError):
        slot(starts_at=NOON, ends_at=NOON - HOUR)


def test_slots_come_in_one_query_and_in_their_order(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    shelf = textiles()
    last, first = slot(position=2, category=shelf), slot(position=1)

    with django_assert_num_queries(1):
        found = selectors.home_plan(NOON).slots
        assert [each.url for each in found] == ["", shelf.get_absolute_url()]
    assert found == [first, last]


def test_a_slot_that_leads_to_a_draft_is_not_shown() -> None:
    slot(page=Page.objects.create(title_fr="Brouillon", title_en="Draft"))

    assert selectors.home_plan(NOON).slots == []


def test_the_announcement_is_apart_from_the_home_page() -> None:
    line = slot(kind=HomeSlot.Kind.ANNOUNCE, text_fr="Offert dès 60 €", text_en="Free from €60", ends_at=NOON)

    assert selectors.home_plan(NOON - HOUR).slots == []
    assert selectors.announcement(NOON - HOUR) == line
    assert selectors.announcement(NOON) is None


def test_all_menus_come_in_one_query_whatever_their_number(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    place = MenuItem.Place
    page = Page.objects.create(title_fr="Livraison", title_en="Delivery", is_published=True)
    draft = Page.objects.create(title_fr="Brouillon", title_en="Draft")
    shelf = textiles()
    MenuItem.objects.create(place=place.MAIN, category=shelf)
    column = MenuItem.objects.create(place=place.FOOTER, label_fr="Aide", label_en="Help")
    MenuItem.objects.create(place=place.FOOTER, parent=column, page=page, position=2)
    MenuItem.objects.create(place=place.FOOTER, parent=column, page=draft, position=1)
    MenuItem.objects.create(place=place.FOOTER, label_fr="Vide", label_en="Empty")
    MenuItem.objects.create(place=place.BASE, address="/search/?q=bleu", label_fr="Bleu", label_en="Blue")

    with django_assert_num_queries(1), override("en"):
        menus = selectors.menus(path="/en/c/textiles/t-shirts/")

    assert [(link.label, link.url, link.current) for link in menus.main] == [("Textiles", "/en/c/textiles/", True)]
    assert [link.label for link in menus.footer] == ["Help"]
    assert [(link.label, link.url) for link in menus.footer[0].children] == [("Delivery", "/en/help/delivery/")]
    assert [(link.label, link.url) for link in menus.base] == [("Blue", "/en/search/?q=bleu")]


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "search/", "/a b", "/a\n/b"],
)
def test_a_menu_never_leads_out_of_the_shop(address: str) -> None:
    with pytest.raises(ValidationError):
        MenuItem(place=MenuItem.Place.BASE, label="x", address=address).full_clean()


def test_a_menu_has_two_levels() -> None:
    place = MenuItem.Place.FOOTER
    top = MenuItem.objects.create(place=place, label="a")
    below = MenuItem.objects.create(place=place, label="b", parent=top)

    with override("en"), pytest.raises(ValidationError, match="two levels"):
        MenuItem(place=place, label="c", parent=below, address="/").full_clean()
