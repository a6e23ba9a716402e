"""A merchant refunds two of three prints in a browser, in both languages; the customer reads of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from shop.order.models import Order
from shop.order.services import make_link
from shop.returns import services
from tests import factories
from tests import order_factories as make
from tests.admin import test_in_browser as skin
from tests.emulator import Stripe
from tests.shop.returns.given import audited, bought, line_ids

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def order(stripe: Stripe) -> Order:
    prints = make.draft_line(3, 2400, off=720, title="Affiche Phare", variant="A3, cadre chêne", picture="")
    tea = make.draft_line(2, 1250, rate=55, title="Thé vert Sencha", variant="100 g", picture="")
    shares = ((200, 354, 59), (55, 136, 7))
    return bought([prints, tea], delivery=make.DraftDelivery("home", "À domicile", 490, shares), stripe=stripe)


@pytest.fixture
def desk(new_page: Callable[..., Any], client: Client, live_server: Any) -> Callable[..., Any]:
    """Opens the administration for mia: `desk("en-GB")`."""
    client.force_login(factories.merchant())
    session = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}

    def open_desk(locale: str, **options: Any) -> Any:
        page = new_page(locale=locale, **{"viewport": {"width": 1280, "height": 1000}} | options)
        # The administration speaks the language of its user unless the browser says another.
        spoken = {"name": "django_language", "value": locale[:2], "url": live_server.url}
        page.context.add_cookies([session, spoken])
        return page

    return open_desk


def axe(page: Any) -> None:
    """Once the page stands with its styles and icons."""
    page.wait_for_load_state("networkidle")
    skin.axe(page)


@pytest.mark.parametrize(("locale", "sum"), [("fr-FR", "48,10 €"), ("en-GB", "€48.10")])
def test_two_prints_and_the_delivery_are_refunded_and_the_customer_reads_of_it(
    desk: Callable[..., Any], new_page: Callable[..., Any], order: Order, stripe: Stripe, locale: str, sum: str
) -> None:
    mia, (prints, _tea) = desk(locale), line_ids(order)
    mia.goto(f"/admin/returns/refund/ask/{order.pk}/")
    axe(mia)
    mia.click("[name=preview]")
    mia.locator(".errors").first.wait_for()
    axe(mia)
    mia.fill(f"#id_line_{prints}", "2")
    mia.check("#id_delivery")
    mia.select_option("#id_reason", "defect")
    mia.click("[name=preview]")
    assert sum in mia.inner_text(".refunds__total").replace("\xa0", " ")
    assert "Visa ···· 4242" in mia.inner_text("main, #content")
    axe(mia)
    assert not order.refunds.exists()

    mia.click("[name=confirm]")
    mia.wait_for_url("**/change/**")
    axe(mia)
    assert services.send_due() == 1
    mia.reload()
    made = order.refunds.get()
    assert (made.amount, made.state) == (4810, "done")
    assert [each["amount"] for each in stripe.all("refund")] == [4810]

    ada = new_page(locale=locale, viewport={"width": 390, "height": 844})
    ada.goto(f"/{locale[:2]}/order/{make_link(order)}/")
    assert sum in ada.inner_text("section.refunds").replace("\xa0", " ")
    assert audited() == []


def test_the_page_holds_on_a_small_phone(desk: Callable[..., Any], order: Order) -> None:
    mia = desk("fr-FR", viewport={"width": 320, "height": 640})
    mia.goto(f"/admin/returns/refund/ask/{order.pk}/")
    assert mia.evaluate("document.documentElement.scrollWidth <= innerWidth")
    mia.select_option("#id_reason", "other")
    mia.click("[name=everything]")

    mia.locator(".refunds__total").wait_for()
    assert mia.evaluate("document.documentElement.scrollWidth <= innerWidth")
