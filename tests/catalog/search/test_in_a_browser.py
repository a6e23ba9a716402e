"""Searching on a phone, by keyboard: a slip, a suggestion, a product."""

from typing import Any

import pytest

from tests.catalog.search.goods import stock_the_shelves

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_suggestion_is_reached_by_arrow_keys_and_a_slip_is_forgiven(phone: Any) -> None:
    stock_the_shelves()
    phone.goto("/fr/search/")
    field = phone.locator("#search")

    field.press_sequentially("hirro")
    phone.get_by_role("option", name="T-shirt Hirondelles").wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowUp")
    assert phone.locator("[aria-selected=true]").inner_text().strip().startswith("T-shirt Hirondelles")
    field.press("Enter")
    phone.wait_for_url("**/fr/p/t-shirt-hirondelles/")

    phone.goto("/fr/search/?q=afiche")
    assert phone.locator(".card__name").all_inner_texts() != []
    phone.locator("a[href*='exact=1']").click()
    phone.wait_for_url("**exact=1**")
    assert phone.locator("h1").inner_text().find("afiche") > 0
