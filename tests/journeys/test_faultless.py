"""axe, narrow windows and 200 % zoom on each step of a purchase, in the states that a shopper meets."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from shop.stock.services import set_price
from tests.emulator import Stripe
from tests.journeys.till import DECLINED, LOCALE, card, ends_well, faultless, newest_letter, press_pay, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# 320 pixels, and what 1280 pixels become at 200 % zoom.
WINDOWS = [("fr", "light", 320), ("en", "dark", 640)]


@pytest.fixture
def visitor(new_page: Callable[..., Page]) -> Callable[..., Page]:
    def come(language: str, scheme: str, width: int) -> Page:
        window = {"width": width, "height": 640}
        return new_page(viewport=window, color_scheme=scheme, locale=LOCALE[language])

    return come


@pytest.mark.parametrize(("language", "scheme", "width"), WINDOWS)
def test_basket_checkout_in_every_state_confirmation_order_and_mail(
    visitor: Callable[..., Page], opened: Callable[..., Page], product: Any, stripe: Stripe, mailbox: None,
    complaints: list[str], language: str, scheme: str, width: int,
) -> None:  # fmt: skip
    page = visitor(language, scheme, width)
    page.goto(f"/{language}/basket/")
    faultless(page)
    opened(language, page=page, to="basket/")
    page.fill("#code", "nobody")
    page.press("#code", "Enter")
    page.locator("#code-sentence").wait_for()
    faultless(page)

    page.goto(f"/{language}/checkout/")
    page.locator("#till-card[data-ready]").wait_for()
    faultless(page)
    press_pay(page)
    page.locator("#till-said .notice").wait_for()
    faultless(page)
    write(page)
    card(page, DECLINED, language)
    # Once all that was typed is kept, a new price is news to the page.
    page.wait_for_function("() => !document.querySelector('#till-said li:not(.is-mended)')")
    set_price(product.stockrecords.get(), 3600)
    press_pay(page)
    page.locator("#till-end .notice").wait_for()
    faultless(page)
    press_pay(page)
    page.locator("#till-refused .field__error").wait_for()
    faultless(page)
    card(page, language=language)
    press_pay(page)
    order = ends_well(page, stripe, 4090)
    faultless(page)

    letter = newest_letter(page)
    faultless(page)
    page.goto(letter.locator("a[href*='/order/']").first.get_attribute("href") or "")
    assert order.number in page.locator("h1").inner_text()
    faultless(page)
    assert [line for line in complaints if "402" not in line and "422" not in line and "409" not in line] == []
    complaints.clear()


@pytest.mark.parametrize(("language", "scheme", "width"), WINDOWS)
def test_the_hosted_page_empty_and_with_errors(
    visitor: Callable[..., Page], product: Any, stripe: Stripe, complaints: list[str],
    language: str, scheme: str, width: int,
) -> None:  # fmt: skip
    page = visitor(language, scheme, width)
    page.context.set_default_timeout(60_000)
    page.goto(f"/{language}/p/{product.slug_fr if language == 'fr' else product.slug_en}/")
    page.locator("#buy [formaction]").click()
    page.wait_for_url(f"{stripe.url}/**")
    faultless(page)
    page.locator(".till__end button").click()
    page.locator(".field__error").first.wait_for()
    faultless(page)
    complaints.clear()
