"""Adding and editing in a browser, with a script and without."""

from collections.abc import Callable
from typing import Any

import pytest

from shop.cart.models import Line
from tests import factories as make
from tests.pages.test_face import AXE, RULES

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_phone_adds_and_edits_without_a_new_page_and_axe_finds_nothing(phone: Any) -> None:
    make.product("Affiche Phare", "Lighthouse print", price=2400, in_stock=9)
    phone.goto("/en/p/lighthouse-print/")

    phone.locator("#buy [data-add]").first.click()
    phone.locator("#added .added").wait_for()
    assert phone.url.endswith("/en/p/lighthouse-print/")
    assert phone.locator("#basket-counter").get_attribute("aria-label") == "Basket, 1 item"

    phone.goto("/en/basket/")
    phone.get_by_role("button", name="One more: Lighthouse print").click()
    phone.locator('#basket-counter[aria-label="Basket, 2 items"]').wait_for()
    phone.evaluate(AXE)
    found = phone.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_the_same_leads_to_the_basket(new_page: Callable[..., Any]) -> None:
    make.product("Affiche Phare", "Lighthouse print", price=2400, in_stock=9)
    plain = new_page(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="en-GB")
    plain.goto("/en/p/lighthouse-print/")

    plain.locator("#buy [data-add]").first.click()
    plain.get_by_label("Quantity: Lighthouse print").fill("3")
    plain.get_by_role("button", name="Update").click()
    assert Line.objects.get().quantity == 3

    plain.get_by_role("button", name="Remove Lighthouse print").click()
    plain.get_by_role("button", name="Put it back").click()
    assert Line.objects.get().quantity == 3
