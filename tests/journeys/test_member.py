"""A member at the till: nothing is typed twice, the bank asks, the order lies in the account."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from shop.accounts.services import save_address
from tests import factories
from tests.emulator import Stripe
from tests.journeys.till import ASKS, LOCALE, PHONE, YES, card, challenge, ends_well, faultless, press_pay
from tests.shop.accounts.test_addresses import MILL, QUAI
from tests.shop.accounts.test_sign_up import prove

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_member_picks_a_saved_address_and_answers_the_bank_on_a_phone(
    new_page: Callable[..., Page], opened: Callable[..., Page], stripe: Stripe, language: str
) -> None:
    ada = factories.user("ada")
    prove("ada")
    for values in (QUAI, MILL):
        save_address(user=ada, values=values)
    page = new_page(**PHONE, locale=LOCALE[language])
    page.goto(f"/{language}/account/login/")
    page.fill("#id_login", "ada@example.org")
    page.fill("#id_password", "a long enough word")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"**/{language}/account/")
    page.goto(f"/{language}/account/addresses/")
    faultless(page)

    opened(language, page=page)
    assert page.locator("#id_email").count() == 0
    assert page.locator("[name=saved]:checked").locator("xpath=..").inner_text().count("12 quai de la Fosse") == 1
    page.locator("label.pick", has_text="3 chemin du Moulin").click()
    assert not page.locator("#id_line1").is_visible()
    card(page, ASKS, language)
    faultless(page)
    press_pay(page)
    challenge(page).get_by_role("button", name=YES[language]).click()
    order = ends_well(page, stripe)
    assert (order.email, order.shipping_address.line1) == ("ada@example.org", "3 chemin du Moulin")

    page.goto(f"/{language}/account/orders/")
    faultless(page)
    page.get_by_role("link", name=order.number).first.click()
    page.wait_for_url(f"**/{language}/account/orders/**")
    assert "3 chemin du Moulin" in page.inner_text("main")
    faultless(page)
