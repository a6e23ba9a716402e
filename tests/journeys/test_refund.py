"""Bought in the shop, refunded in the administration, read in the mail."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from shop.returns import services
from tests import factories
from tests.emulator import Stripe
from tests.journeys.till import LOCALE, PHONE, card, ends_well, newest_letter, press_pay, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SUM = {"fr": "38,90 €", "en": "€38.90"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_was_bought_goes_back_whole_and_the_customer_reads_it(
    opened: Callable[..., Page], new_page: Callable[..., Page], client: Client, live_server: Any, stripe: Stripe,
    mailbox: None, language: str,
) -> None:  # fmt: skip
    lea = opened(language, **PHONE, locale=LOCALE[language])
    write(lea)
    card(lea, language=language)
    press_pay(lea)
    order = ends_well(lea, stripe)

    client.force_login(factories.merchant())
    mia = new_page(viewport={"width": 1280, "height": 1000}, locale=LOCALE[language])
    mia.context.set_default_timeout(60_000)
    kept = {"session": client.cookies["session"].value, "django_language": language}
    mia.context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in kept.items()])
    mia.goto(f"/admin/order/order/{order.pk}/change/")
    mia.locator("a[href*='/refund/ask/']").first.click()
    mia.wait_for_url("**/refund/ask/**")
    mia.select_option("#id_reason", "defect")
    mia.click("[name=everything]")
    mia.locator(".refunds__total").wait_for()
    mia.click("[name=confirm]")
    mia.wait_for_url("**/change/**")
    assert services.send_due() == 1
    assert [(each["amount"], each["status"]) for each in stripe.all("refund")] == [(3890, "succeeded")]

    letter = newest_letter(lea)
    assert SUM[language] in letter.locator("body").inner_text().replace("\xa0", " ")
    lea.goto(letter.locator("a[href*='/order/']").first.get_attribute("href") or "")
    assert SUM[language] in lea.inner_text("section.refunds").replace("\xa0", " ")
