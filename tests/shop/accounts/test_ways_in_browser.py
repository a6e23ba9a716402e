"""Ways in and the address book as they are used: a code, another provider, a keyboard on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from shop.accounts.models import User
from shop.accounts.selectors import addresses
from tests import delivery_factories, factories
from tests.letters import letters
from tests.shop.accounts.openid import Provider, google, server
from tests.shop.accounts.test_account_in_browser import axe
from tests.shop.accounts.test_sign_up import code_in, prove

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
__all__ = ["google", "server"]  # fixtures
PHONE = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
def test_a_code_opens_the_account_on_a_small_phone(new_page: Callable[..., Any], language: str, scheme: str) -> None:
    factories.user("ada")
    prove("ada")
    phone = new_page(viewport=PHONE, color_scheme=scheme)
    phone.goto(f"/{language}/account/login/")
    phone.fill("#id_login", "ada@example.org")
    phone.click("button[name=way]")
    phone.wait_for_url(f"**/{language}/account/login/code/confirm/")
    axe(phone)
    phone.fill("#id_code", code_in(letters()[-1]))
    phone.press("#id_code", "Enter")
    phone.wait_for_url(f"**/{language}/account/")
    axe(phone)
    assert "ada@example.org" in phone.inner_text("main")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_google_opens_an_account_under_the_strict_policy(
    new_page: Callable[..., Any], google: Provider, language: str
) -> None:
    """The form leads to the provider: a browser follows only where the policy of the page allows it."""
    page = new_page(viewport=PHONE)
    page.route(f"{google.address}/**", lambda route: route.continue_())
    page.route("https://cdn.jsdelivr.net/**", lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto(f"/{language}/account/login/")
    axe(page)
    page.get_by_role("button", name="Google").click()
    page.wait_for_url(f"{google.address}/**")
    page.fill("input[name=sub]", "a1")
    page.press("input[name=sub]", "Enter")
    page.wait_for_url(f"**/{language}/account/")
    assert "Ada Lovelace" in page.inner_text("h1")
    page.goto(f"/{language}/account/social/")
    axe(page)
    assert "ada@example.org" in page.inner_text("main")


def test_the_address_book_is_kept_by_keyboard_on_a_phone(new_page: Callable[..., Any]) -> None:
    ada = factories.user("ada")
    prove("ada")
    delivery_factories.deliver_everywhere()
    phone = new_page(viewport=PHONE)
    phone.goto("/en/account/login/")
    phone.fill("#id_login", "ada@example.org")
    phone.fill("#id_password", "a long enough word")
    phone.press("#id_password", "Enter")
    phone.wait_for_url("**/en/account/")
    phone.goto("/en/account/addresses/")
    axe(phone)
    phone.get_by_role("link", name="Add an address").focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/addresses/new/")
    axe(phone)
    phone.focus("#id_first_name")
    for text in ("Ada", "Le Goff", "12 quai de la Fosse", "", "44000", "Nantes"):
        phone.keyboard.type(text)
        phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.id") == "id_country"
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/account/addresses/")
    axe(phone)
    assert [one.line1 for one in addresses(ada)] == ["12 quai de la Fosse"]

    phone.get_by_role("button", name="Remove 12 quai de la Fosse").press("Enter")
    phone.wait_for_selector(".account__undo")
    axe(phone)
    assert addresses(ada) == []
    phone.get_by_role("button", name="Put it back").press("Enter")
    phone.wait_for_selector(".address")
    assert [one.line1 for one in addresses(User.objects.get())] == ["12 quai de la Fosse"]
    assert re.search(r"first", phone.inner_text(".address"))
