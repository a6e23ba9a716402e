"""Whole purchases in a real browser, with the stand-in for Stripe: each ends with one order and one charge."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from shop.order.models import Order
from tests.emulator import Stripe
from tests.journeys.till import (
    ASKS,
    DECLINED,
    LOCALE,
    PHONE,
    YES,
    card,
    challenge,
    ends_well,
    newest_letter,
    press_pay,
    write,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
THANKS = {"fr": "Merci Léa", "en": "Thank you Léa"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_guest_pays_by_card_on_a_phone_reads_the_mail_and_follows_its_link(
    opened: Callable[..., Page], stripe: Stripe, mailbox: None, language: str
) -> None:
    page = opened(language, **PHONE, locale=LOCALE[language])
    write(page)
    card(page, language=language)
    press_pay(page)
    order = ends_well(page, stripe)
    assert page.locator("h1").inner_text().startswith(THANKS[language])

    letter = newest_letter(page)
    assert order.number in page.locator("h1").inner_text()
    assert letter.locator("html").get_attribute("lang") == language
    assert "12 rue des Cordeliers" in letter.locator("body").inner_text()
    page.goto(letter.locator("a[href*='/order/']").first.get_attribute("href") or "")
    assert order.number in page.locator("h1").inner_text()
    assert "12 rue des Cordeliers" in page.inner_text("main")


def test_a_declined_card_is_said_and_another_one_pays_the_same_order(
    opened: Callable[..., Page], stripe: Stripe, complaints: list[str]
) -> None:
    page = opened()
    write(page)
    card(page, DECLINED)
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
    card(page, ASKS)
    press_pay(page)
    challenge(page).get_by_role("button", name=YES["fr"]).click()
    ends_well(page, stripe)


def test_what_is_mended_is_struck_out_of_the_list_of_errors(opened: Callable[..., Page], complaints: list[str]) -> None:
    page = opened()
    page.locator("#till-card[data-ready]").wait_for()
    press_pay(page)
    said = page.locator("#till-said li")
    said.first.wait_for()
    before = said.count()
    page.fill("#id_email", "lea@example.org")
    page.locator("#id_first_name").focus()
    page.locator("#till-said li.is-mended").wait_for()
    assert (said.count(), page.locator("#till-said li.is-mended").count()) == (before, 1)
    assert page.locator("#id_email[aria-invalid]").count() == 0
    assert Order.objects.count() == 0
    assert all("422" in line for line in complaints)
    complaints.clear()


def test_a_press_before_the_card_fields_are_there_waits_for_them(
    new_page: Callable[..., Page], opened: Callable[..., Page], stripe: Stripe
) -> None:
    page = new_page()
    held: list[Any] = []
    page.context.route(f"{stripe.url}/frame/**", lambda route: held.append(route))
    opened(page=page, to="basket/")
    page.goto("/fr/checkout/", wait_until="domcontentloaded")
    page.locator("#till-card iframe").wait_for(state="attached")
    write(page)
    press_pay(page)
    page.locator("#pay[aria-busy]").wait_for()
    for route in held:
        route.fallback()
    page.locator("#till-refused .field__error").wait_for()
    page.context.unroute(f"{stripe.url}/frame/**")
    card(page)
    press_pay(page)
    ends_well(page, stripe)


def test_without_scripts_the_hosted_page_opens(opened: Callable[..., Page], stripe: Stripe) -> None:
    page = opened(java_script_enabled=False)
    write(page)
    page.click("#pay")
    page.wait_for_url(f"{stripe.url}/**")
    assert len(stripe.all("checkout.session")) == 1
