"""Whole purchases in a real browser, with the stand-in for Stripe: each ends with one order and one charge."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, TimeoutError

from shop.order.models import Order
from tests import delivery_factories, factories
from tests.emulator import Stripe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
CARD = {"fr": "Numéro de carte", "en": "Card number"}
EXPIRY = {"fr": "Expiration", "en": "Expiry"}
CODE = {"fr": "Code au dos", "en": "Security code"}


@pytest.fixture
def neighbours(stripe: Stripe) -> list[str]:
    return [stripe.url]


@pytest.fixture
def product(stripe: Stripe) -> Any:
    cache.clear()
    delivery_factories.method("home", steps=((30_000, None, 490),))
    return factories.product("Affiche Phare", "Lighthouse poster", price=3400)


@pytest.fixture
def opened(new_page: Callable[..., Page], product: Any) -> Callable[..., Page]:
    """Opens the product page, puts one into the basket and goes to the checkout."""

    def go(language: str = "fr", **options: Any) -> Page:
        page = new_page(**options)
        page.context.set_default_timeout(60_000)
        page.goto(f"/{language}/p/{product.slug_fr if language == 'fr' else product.slug_en}/")
        page.locator("#buy [data-add]").first.click()
        page.locator(".added, .basket__lines").first.wait_for()
        page.goto(f"/{language}/checkout/")
        return page

    return go


def write(page: Page) -> None:
    """What a guest types, but for the card."""
    lines = {"email": "lea@example.org", "first_name": "Léa", "last_name": "Bernard", "line1": "12 rue des Cordeliers"}
    for name, text in (lines | {"postcode": "44000", "city": "Nantes"}).items():
        page.fill(f"#id_{name}", text)


def card(page: Page, number: str = "4242424242424242", language: str = "fr") -> None:
    page.locator("#till-card[data-ready]").wait_for()
    frame = page.frame_locator("#till-card iframe")
    frame.get_by_label(CARD[language]).fill("")
    frame.get_by_label(CARD[language]).press_sequentially(number)
    frame.get_by_label(EXPIRY[language]).fill("")
    frame.get_by_label(EXPIRY[language]).press_sequentially("1234")
    frame.get_by_label(CODE[language]).fill("")
    frame.get_by_label(CODE[language]).press_sequentially("123")


def press_pay(page: Page) -> None:
    """Presses until the page has taken it: a press right after typing into a frame may go to the frame. Once too often
    does no harm, which other tests show."""
    taken = (
        "() => document.querySelector('#pay')?.hasAttribute('aria-busy') || document.querySelector('dialog')"
        " || location.pathname.includes('/done/')"
    )
    for _attempt in range(4):
        page.locator("#pay").click()
        try:
            page.wait_for_function(taken, timeout=4_000)
        except TimeoutError:
            continue
        return


def ends_well(page: Page, stripe: Stripe) -> None:
    """The confirmation names the one order; Stripe has taken its sum once."""
    page.wait_for_url("**/checkout/done/**")
    page.locator(".done__head strong.figures").wait_for()
    order = Order.objects.get()
    assert page.locator(".done__head strong.figures").inner_text() == order.number
    charged = [intent["amount_received"] for intent in stripe.all("payment_intent") if intent["amount_received"]]
    assert charged == [order.total] == [3890]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_guest_pays_by_card_on_a_phone(opened: Callable[..., Page], stripe: Stripe, language: str) -> None:
    page = opened(language, **PHONE, locale="fr-FR" if language == "fr" else "en-GB")
    write(page)
    card(page, language=language)
    press_pay(page)
    ends_well(page, stripe)


def test_a_declined_card_is_said_and_another_one_pays_the_same_order(
    opened: Callable[..., Page], stripe: Stripe, complaints: list[str]
) -> None:
    page = opened()
    write(page)
    card(page, "4000000000000002")
    press_pay(page)
    page.locator("#till-refused .field__error").wait_for()
    assert Order.objects.count() == 0
    assert page.input_value("#id_line1") == "12 rue des Cordeliers"
    card(page)
    press_pay(page)
    ends_well(page, stripe)
    # The browser itself notes the refusal of the bank, and nothing else.
    assert [line for line in complaints if "402" not in line] == []
    complaints.clear()


def test_the_bank_asks_and_is_answered(opened: Callable[..., Page], stripe: Stripe) -> None:
    page = opened()
    write(page)
    card(page, "4000002760003184")
    press_pay(page)
    page.frame_locator("dialog iframe").get_by_role("button", name="Oui, confirmer").click()
    ends_well(page, stripe)


def test_express_leads_to_the_hosted_page_from_product_and_basket(
    new_page: Callable[..., Page], product: Any, stripe: Stripe
) -> None:
    page = new_page()
    page.context.set_default_timeout(60_000)
    page.goto(f"/fr/p/{product.slug_fr}/")
    page.locator("#buy [formaction]").click()
    page.wait_for_url(f"{stripe.url}/**")
    assert len(stripe.all("checkout.session")) == 1


def test_without_scripts_the_hosted_page_opens(opened: Callable[..., Page], stripe: Stripe) -> None:
    page = opened(java_script_enabled=False)
    write(page)
    page.click("#pay")
    page.wait_for_url(f"{stripe.url}/**")
    assert len(stripe.all("checkout.session")) == 1
