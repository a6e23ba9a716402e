"""The merchant's way through the administration with a browser, under its own policy: no complaint of the console."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from PIL import Image

from catalog.models import Product, ProductClass
from shop.content.models import Page
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# What the skin's own frame leaves open, outside WCAG A and AA: its parts are no landmarks.
OF_THE_SKIN = ["region", "landmark-unique", "landmark-one-main", "empty-table-header", "page-has-heading-one"]


@pytest.fixture
def mia(new_page: Callable[..., Any], client: Client, live_server: Any) -> Any:
    client.force_login(factories.merchant())
    page = new_page(viewport={"width": 1280, "height": 900})
    session = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    page.context.add_cookies([session])
    return page


def axe(page: Any) -> None:
    found = Axe().run(page).response["violations"]
    wrong = [
        (each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found if each["id"] not in OF_THE_SKIN
    ]
    assert wrong == [], page.url


def test_a_merchant_makes_a_product_with_two_variants_and_a_picture_and_sees_it_in_the_shop(mia: Any) -> None:
    kind = factories.kind("T-shirt")
    size = factories.attribute(kind, "size", [("s", "S", "S"), ("m", "M", "M")], axis=True)
    shelf = factories.category("Textile", "Textiles")
    mia.goto("/admin/catalogue/product/add/")
    axe(mia)
    mia.select_option("#id_product_class", str(ProductClass.objects.get().pk))
    mia.fill("#id_title_fr", "T-shirt Galets")
    mia.fill("#id_title_en", "Pebble T-shirt")
    mia.select_option("#id_shelves", str(shelf.pk), force=True)
    mia.check("#id_variants")
    mia.click("[name=_save]")
    mia.wait_for_url("**/change/**")
    axe(mia)

    mia.locator("a, button").filter(has_text="Description").first.click()
    box = mia.get_by_role("textbox", name="Description [fr]")
    box.click()
    mia.keyboard.type("Du coton, une vague.")
    mia.locator("a[href='#images']").click()
    mia.locator(".add-row a, a.add-row").first.click()
    picture = io.BytesIO()
    Image.new("RGB", (60, 60), "#2b4c9b").save(picture, "PNG")
    mia.set_input_files(
        "#id_images-0-original", {"name": "a.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    mia.fill("#id_images-0-alt_fr", "Un t-shirt bleu")
    mia.fill("#id_images-0-alt_en", "A blue T-shirt")
    mia.locator("a[href='#children']").click()
    for row, option in enumerate(size.option_group.options.all()):
        mia.select_option(f"#id_children-{row}-attribute_{size.pk}", str(option.pk))
        mia.fill(f"#id_children-{row}-price", "24,90")
        mia.fill(f"#id_children-{row}-in_stock", "5")
    axe(mia)
    mia.locator("a[href='#general']").click()
    mia.check("#id_shown")
    mia.click("[name=_continue]")
    mia.wait_for_load_state()

    made = Product.objects.get(title_fr="T-shirt Galets")
    assert made.is_public
    assert made.description_fr == "<p>Du coton, une vague.</p>"
    assert made.children.count() == 2
    assert made.images.count() == 1
    mia.goto("/fr/p/t-shirt-galets/")
    assert "T-shirt Galets" in mia.inner_text("h1")
    assert "24,90" in mia.inner_text("main")


@pytest.mark.parametrize(
    "path", ["", "catalogue/product/", "catalogue/category/", "partner/stockrecord/", "content/page/"]
)
def test_axe_finds_nothing_of_level_a_and_aa_on_the_lists(mia: Any, path: str) -> None:
    factories.product(categories=[factories.category()])
    Page.objects.create(title_fr="Livraison", title_en="Delivery")
    mia.goto(f"/admin/{path}")
    mia.wait_for_load_state("networkidle")
    axe(mia)
