"""With what one can pay stands beside the card; with what one has paid stands on the order."""

import re
from html import unescape

import pytest
from django.test import Client

from catalog.models import Product
from shop.checkout.models import PendingOrder
from shop.checkout.paid import paid as money_in
from shop.checkout.paid import payment_words
from shop.order.models import Order
from shop.order.services import make_link
from shop.payment import tasks
from shop.payment.models import Payment
from tests.emulator import Stripe
from tests.shop.checkout.given import goods
from tests.shop.checkout.test_pages import PAGE, filled, paid

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def poster(stripe: Stripe) -> Product:
    return goods(price=3400)


def beside_the_card(client: Client) -> list[str]:
    """The marks in the part of the page that asks for money."""
    part = client.get(PAGE).content.decode().split('id="till-payment"')[1].split("</fieldset>")[0]
    return re.findall(r'role="img" aria-label="([^"]+)"', part)


def test_what_is_switched_on_at_stripe_stands_beside_the_card(client: Client, poster: Product, stripe: Stripe) -> None:
    filled(client, poster)
    assert beside_the_card(client) == []
    stripe.control("methods", on=["card", "paypal"])
    tasks.refresh_marks()
    assert beside_the_card(client) == ["Visa", "Mastercard", "PayPal"]
    stripe.control("methods", on=["card"])
    tasks.refresh_marks()
    assert beside_the_card(client) == ["Visa", "Mastercard"]


def test_the_card_stands_on_confirmation_and_order_in_both_languages(
    client: Client, poster: Product, stripe: Stripe
) -> None:
    filled(client, poster)
    confirmed = unescape(paid(client, stripe).content.decode())
    order, reference = Order.objects.get(), PendingOrder.objects.get().reference
    assert "<dt>Payé par Visa ···· 4242</dt>" in confirmed
    assert "<dt>Paid by Visa ···· 4242</dt>" in client.get(f"/en/checkout/done/{reference}/").content.decode()
    key = make_link(order)
    for language, said in (("fr", "Payé par Visa ···· 4242"), ("en", "Paid by Visa ···· 4242")):
        page = Client().get(f"/{language}/order/{key}/", follow=True)
        assert (page.status_code, said in page.content.decode()) == (200, True)


def test_nobody_else_learns_the_card(client: Client, poster: Product, stripe: Stripe) -> None:
    filled(client, poster)
    paid(client, stripe)
    other = Client().get(f"/fr/checkout/done/{PendingOrder.objects.get().reference}/").content.decode()
    assert Order.objects.get().number in other
    assert "4242" not in other


def test_what_did_not_come_in_is_not_told_and_one_statement_asks(
    client: Client, poster: Product, stripe: Stripe, django_assert_num_queries: object
) -> None:
    filled(client, poster)
    paid(client, stripe)
    order = Order.objects.get()
    Payment.objects.create(reference="OTHER", amount=500, order=order)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = money_in([order.pk])[order.pk]
    assert [(each.amount, each.words, each.means) for each in found] == [(3890, "Visa ···· 4242", "card")]


@pytest.mark.parametrize(
    ("brand", "last4", "words"),
    [
        ("amex", "0005", "American Express ···· 0005"),
        ("cartes_bancaires", "4242", "CB ···· 4242"),
        ("paypal", "", "PayPal"),
        ("some_bank", "", "Some Bank"),
        ("", "4242", "Carte ···· 4242"),
    ],
)
def test_a_payment_is_called_as_its_owner_knows_it(brand: str, last4: str, words: str) -> None:
    assert payment_words(Payment(brand=brand, last4=last4)) == words
