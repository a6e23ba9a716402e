"""Checkout Sessions through the API; their page is tested in test_pages.py."""

from typing import Any

import pytest
import stripe

from tests.demo.emulator.conftest import Emulator, basket, rate

ADDRESS = {"line1": "12 rue des Cordeliers", "postal_code": "44000", "city": "Nantes", "country": "FR"}


def test_a_session_adds_up_and_tells_its_lines(client: stripe.StripeClient, emulator: Emulator) -> None:
    session = client.v1.checkout.sessions.create(
        basket(
            shipping_options=[rate("Point relais", 0), rate("À domicile", 490)],
            shipping_address_collection={"allowed_countries": ["FR", "BE"]},
            client_reference_id="17",
            metadata={"pending": "17"},
            locale="fr",
            customer_email="ada@example.org",
        )
    )

    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert (session.amount_subtotal, session.amount_total, session.currency) == (7200, 7200, "eur")
    assert (session.client_reference_id, session.customer_email) == ("17", "ada@example.org")
    assert session.url == f"{emulator.url}/c/pay/{session.id}"
    lines = client.v1.checkout.sessions.line_items.list(session.id).data
    assert [(line.description, line.quantity, line.amount_total) for line in lines] == [
        ("Mug Vagues", 2, 3800),
        ("Affiche Phare", 1, 3400),
    ]
    again = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["line_items"]})
    assert again.line_items is not None
    assert [line.id for line in again.line_items.data] == [line.id for line in lines]


def test_a_paid_session_tells_who_where_and_how(client: stripe.StripeClient, emulator: Emulator) -> None:
    session = client.v1.checkout.sessions.create(
        basket(
            shipping_options=[rate("Point relais", 0), rate("À domicile", 490)],
            shipping_address_collection={"allowed_countries": ["FR"]},
            payment_intent_data={"metadata": {"pending": "17"}},
        )
    )
    home = session.shipping_options[1].shipping_rate
    params: dict[str, Any] = {"email": "ben@example.org", "name": "Ben", "address": ADDRESS, "shipping_rate": home}

    emulator.control(f"pay-session/{session.id}", **params)

    session = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent", "shipping_cost.shipping_rate"]}
    )
    assert (session.status, session.payment_status, session.amount_total) == ("complete", "paid", 7690)
    assert session.customer_details is not None
    assert session.customer_details.email == "ben@example.org"
    assert session.collected_information is not None
    assert session.collected_information.shipping_details is not None
    assert session.collected_information.shipping_details.address.city == "Nantes"
    assert session.shipping_cost is not None
    assert isinstance(session.shipping_cost.shipping_rate, stripe.ShippingRate)
    assert session.shipping_cost.shipping_rate.display_name == "À domicile"
    intent = session.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert (intent.status, intent.amount, intent.metadata["pending"]) == ("succeeded", 7690, "17")
    assert emulator.kinds() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    # It cannot be paid or expired again.
    with pytest.raises(Exception, match="400"):
        emulator.control(f"pay-session/{session.id}", **params)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(session.id)


def test_a_declined_session_stays_open_and_its_intent_is_cancelled_with_it(
    client: stripe.StripeClient, emulator: Emulator
) -> None:
    session = client.v1.checkout.sessions.create(basket())
    with pytest.raises(Exception, match="402"):
        emulator.control(f"pay-session/{session.id}", email="a@b.example", payment_method="pm_card_chargeDeclined")
    intent = client.v1.payment_intents.list().data[0]
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.cancel(intent.id)

    session = client.v1.checkout.sessions.expire(session.id)

    assert (session.status, session.url) == ("expired", None)
    assert client.v1.payment_intents.retrieve(intent.id).status == "canceled"
    assert emulator.kinds()[-2:] == ["payment_intent.canceled", "checkout.session.expired"]


def test_a_session_expires_by_itself(client: stripe.StripeClient, emulator: Emulator) -> None:
    session = client.v1.checkout.sessions.create(basket(expires_at=emulator.engine.now() + 31 * 60))

    emulator.control("clock", advance=31 * 60)

    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert emulator.kinds() == ["checkout.session.expired"]


@pytest.mark.parametrize(
    ("card", "last"),
    [
        ("pm_card_processing", "checkout.session.async_payment_succeeded"),
        ("pm_card_processingFails", "checkout.session.async_payment_failed"),
    ],
)
def test_a_slow_payment_completes_the_session_first(
    client: stripe.StripeClient, emulator: Emulator, card: str, last: str
) -> None:
    session = client.v1.checkout.sessions.create(basket())
    paid = emulator.control(f"pay-session/{session.id}", email="ada@example.org", payment_method=card)
    assert (paid["status"], paid["payment_status"]) == ("complete", "unpaid")

    emulator.control(f"processing/{paid['payment_intent']}")

    assert emulator.kinds()[-1] == last
    status = client.v1.checkout.sessions.retrieve(session.id).payment_status
    assert status == ("paid" if last.endswith("succeeded") else "unpaid")


@pytest.mark.parametrize(
    "change",
    [
        {"line_items": []},
        {"success_url": ""},
        {"mode": "subscription"},
        {"expires_at": 1},
        {"shipping_options": [{"shipping_rate": "shr_none"}]},
        {"line_items": [{"price_data": {"currency": "eur", "unit_amount": -1, "product_data": {"name": "A"}}}]},
        {"line_items": [{"price_data": {"currency": "eur", "unit_amount": 1, "product_data": {"name": "A"}}}]},
        {"colour": "blue"},
    ],
)
def test_a_session_that_makes_no_sense_is_refused(client: stripe.StripeClient, change: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.checkout.sessions.create(basket(**change))

    assert refusal.value.http_status == 400
    assert client.v1.checkout.sessions.list().data == []
