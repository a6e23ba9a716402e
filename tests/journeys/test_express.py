"""One gesture: from product or basket to the provider's own page, paid there, and back to the confirmation."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from shop.order.models import Order
from tests.emulator import Stripe
from tests.journeys.till import LOCALE, PHONE, ends_well, newest_letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize(("language", "start"), [("fr", "product"), ("en", "basket")])
def test_one_gesture_on_a_phone_pays_on_the_hosted_page_and_comes_back(
    new_page: Callable[..., Page], opened: Callable[..., Page], product: Any, stripe: Stripe, mailbox: None,
    language: str, start: str,
) -> None:  # fmt: skip
    page = new_page(**PHONE, locale=LOCALE[language])
    page.context.set_default_timeout(60_000)
    if start == "product":
        page.goto(f"/{language}/p/{product.slug_fr if language == 'fr' else product.slug_en}/")
        page.locator("#buy [formaction]").click()
    else:
        opened(language, page=page, to="basket/")
        page.locator("main form[action$='/checkout/express/'] button").first.click()
    page.wait_for_url(f"{stripe.url}/**")
    page.locator("button[name=wallet]").click()
    order = ends_well(page, stripe)
    # The wallet told who it is: nobody typed anything here.
    assert (order.email, order.shipping_address.line1) == ("ada@exemple.fr", "12 rue des Cordeliers")
    assert order.number in newest_letter(page).locator("body").inner_text()


def test_who_turns_back_from_the_hosted_page_finds_the_basket_as_it_was(
    opened: Callable[..., Page], stripe: Stripe
) -> None:
    page = opened(to="basket/", **PHONE)
    page.locator("main form[action$='/checkout/express/'] button").first.click()
    page.wait_for_url(f"{stripe.url}/**")
    page.locator("header a.link").click()
    page.wait_for_url("**/fr/basket/")
    assert page.locator(".basket__lines > *").count() == 1
    assert Order.objects.count() == 0
