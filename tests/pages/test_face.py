"""The storefront in a browser: what scripts smooth, what works without them, what axe and narrow windows say."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.conf import settings as conf
from PIL import Image

from catalog.models import Product
from catalog.pictures.cutting import cut_picture
from catalog.shelf.refresh import refresh
from shop.content.models import HomeSlot, MenuItem, Page
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "/fr/",
    "/fr/c/affiches/",
    "/fr/c/affiches/?format=a3&max=500",
    "/fr/c/affiches/?min=900",
    "/fr/p/affiche-ricochets/",
    "/en/p/ricochets-poster/?v=P-A3",
    "/fr/p/the-citron/",
    "/fr/search/?q=affiche",
    "/fr/search/?q=zzzzzzzz",
    "/fr/help/livraison/",
    "/fr/account/login/",
    "/en/account/signup/",
    "/static/maintenance.html",
]


def seen(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (720, 720), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def shop(settings: Any) -> Product:
    """A poster in sizes and frames with three pictures, a tea with label mentions, and every kind of home slot."""
    settings.STORAGES = conf.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    posters, tea = factories.category("Affiches", "Posters"), factories.category("Thé", "Tea")
    factories.category("Grands formats", "Large", parent=posters)
    kind, food = factories.kind(), factories.kind("Thé")
    factories.attribute(kind, "format", [("a4", "A4", "A4"), ("a3", "A3", "A3")], axis=True, position=1)
    factories.attribute(kind, "cadre", [("sans", "Sans", "None"), ("noir", "Noir", "Black")], axis=True, position=2)
    factories.attribute(food, "ingredients", label_mention=True)
    poster = factories.product(
        "Affiche Ricochets", "Ricochets poster", kind=kind, categories=[posters], summary_fr="Papier coton",
        description_fr="<p>Pur coton.</p>", description_en="<p>Pure cotton.</p>", story_fr="« Une pierre. »",
    )  # fmt: skip
    pictures = [factories.picture(poster, alt_en=f"view {number}", cut=False) for number in range(3)]
    for picture, colour in zip(pictures, ("#2b4c9b", "#f3c23c", "#e2674a"), strict=True):
        cut_picture(picture, (360, 720), data=seen(colour))
    for code, size, frame, price, left, shown in (
        ("P-A4", "a4", "sans", 2400, 9, 0),
        ("P-A3", "a3", "sans", 3400, 2, 1),
        ("P-A3-N", "a3", "noir", 7300, 0, 2),
    ):
        values = {"format": factories.option(size), "cadre": factories.option(frame)}
        factories.variant(poster, values, price=price, in_stock=left, upc=code, picture=pictures[shown])
    factories.product("Thé citron", "Lemon tea", kind=food, categories=[tea], values={"ingredients": "Thé vert"})
    factories.product("Affiche Phare", "Lighthouse poster", categories=[posters], price=9900, in_stock=0)
    refresh([poster.pk])
    MenuItem.objects.create(place="main", category=posters)
    MenuItem.objects.create(place="main", category=tea)
    Page.objects.create(title_fr="Livraison", title_en="Delivery", body_fr="<h2>Où</h2><p>Ici.</p>", is_published=True)
    for position, kind_of_slot in enumerate(HomeSlot.Kind.values):
        HomeSlot.objects.create(
            kind=kind_of_slot, title_fr=f"Titre {kind_of_slot}", title_en="Title", text_fr="Des mots", text_en="Words",
            category=posters, picture=pictures[0], signed="Ada", position=position,
        )  # fmt: skip
    return poster


def faults(page: Any) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes']]}" for fault in found]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    new_page: Callable[..., Any], shop: Product, scheme: str
) -> None:
    visitor = new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    for address in PAGES:
        visitor.goto(address)
        assert faults(visitor) == [], address
        assert visitor.evaluate("document.documentElement.scrollWidth") == 320, address
    visitor.set_viewport_size({"width": 1440, "height": 900})
    for address in PAGES if scheme == "light" else []:
        visitor.goto(address)
        assert faults(visitor) == [], address


@pytest.mark.slow
def test_choosing_a_variant_changes_price_stock_picture_and_address(page: Any, shop: Product) -> None:
    page.goto("/en/p/ricochets-poster/")
    page.locator("label.option", has=page.locator("[value=a3]")).click()
    assert page.url.endswith("/en/p/ricochets-poster/?v=P-A3")
    assert page.locator("[data-shows=price]").first.inner_text() == "€34"
    assert page.locator("[data-shows=stock]").inner_text() == "Few left"
    assert page.locator(".gallery img").first.get_attribute("alt") == "view 1"
    assert page.locator("label.option", has=page.locator("[value=noir]")).get_attribute("class") == "option is-gone"
    page.locator("label.option", has=page.locator("[value=noir]")).click()
    assert page.locator("[data-shows=stock]").inner_text() == "Sold out"
    shown = [words.strip() for words in page.locator("label.option").all_inner_texts()]
    assert shown == ["A4, not with this choice", "A3", "None", "Black, sold out"]
    # A4 in black does not exist: the frame gives way to the size.
    page.locator("label.option", has=page.locator("[value=a4]")).click()
    assert page.url.endswith("?v=P-A4")
    assert page.locator("[value=sans]").is_checked()


@pytest.mark.slow
def test_without_scripts_a_variant_is_chosen_by_a_button(new_page: Callable[..., Any], shop: Product) -> None:
    visitor = new_page(java_script_enabled=False)
    visitor.goto("/fr/p/affiche-ricochets/")
    visitor.locator("label.option", has=visitor.locator("[value=a3]")).click()
    visitor.locator("#choice button").click()
    assert visitor.url.endswith("/fr/p/affiche-ricochets/?v=P-A3")
    assert visitor.locator("[data-shows=price]").first.inner_text() == "34\u00a0€"
    visitor.goto("/fr/c/affiches/")
    visitor.locator("#f-format-a3").check()
    visitor.locator(".sheet__end button").click()
    assert "format=a3" in visitor.url
    assert visitor.locator(".card").count() == 1


@pytest.mark.slow
def test_the_zoom_is_walked_by_arrows_and_left_by_escape(page: Any, shop: Product) -> None:
    page.goto("/fr/p/affiche-ricochets/")
    page.locator("a[data-zoom]").nth(1).click()
    count = page.locator("#zoom [data-count]")
    count.get_by_text("2 / 3").wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    count.get_by_text("1 / 3").wait_for()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator("#zoom").wait_for(state="hidden")
    page.locator(".gallery__item").first.locator("a[data-zoom]:focus").wait_for()


@pytest.mark.slow
def test_filters_work_in_place_keep_the_focus_and_tell_the_count(page: Any, shop: Product) -> None:
    page.goto("/en/c/posters/")
    page.locator("#f-format-a3").check()
    page.wait_for_url("**/en/c/posters/?format=a3")
    page.locator(".chip").wait_for()
    assert page.evaluate("document.activeElement.id") == "f-format-a3"
    assert re.sub(r"\s+", " ", page.locator("#count").inner_text()) == "1 product of 2"
    page.locator(".chip").click()
    page.wait_for_url("**/en/c/posters/")
    assert page.locator(".card").count() == 2


@pytest.mark.slow
def test_on_a_phone_the_sheet_stays_open_until_its_button(phone: Any, shop: Product) -> None:
    phone.goto("/fr/c/affiches/")
    phone.locator("details.sheet > summary").click()
    phone.locator("#f-format-a3").check()
    phone.wait_for_url("**?format=a3")
    assert phone.locator("details.sheet").get_attribute("open") is not None
    phone.locator(".sheet__end button").click()
    assert phone.locator("details.sheet").get_attribute("open") is None
    assert phone.evaluate("document.activeElement.id") == "goods"


@pytest.mark.slow
def test_suggestions_are_walked_by_the_keyboard(page: Any, shop: Product) -> None:
    page.goto("/fr/")
    page.locator("details[data-search] summary").click()
    page.locator("#find:focus").wait_for()
    page.keyboard.type("affi")
    page.locator("#find-list li").first.wait_for()
    assert page.locator("#find").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    first = page.locator("#find-list li").first
    assert first.get_attribute("aria-selected") == "true"
    assert page.locator("#find").get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert faults(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("#find-list").is_visible()
    assert page.locator("#find").input_value() == "affi"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/fr/(c|p|search)/"))


@pytest.mark.slow
def test_the_menu_closes_on_escape_and_gives_the_focus_back(phone: Any, shop: Product) -> None:
    phone.goto("/fr/")
    phone.locator(".menu summary").click()
    assert phone.get_by_role("link", name="Affiches").first.is_visible()
    phone.keyboard.press("Escape")
    assert phone.locator(".menu").get_attribute("open") is None
    assert phone.evaluate("document.activeElement.tagName") == "SUMMARY"
