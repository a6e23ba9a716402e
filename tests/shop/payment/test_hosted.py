"""The hosted page: what it sells and delivers is what was offered, and what a person told it comes back."""

from datetime import timedelta

import pytest

from shop import clock
from shop.delivery.addresses import Address
from shop.payment import services
from shop.payment.errors import Refused
from shop.payment.shapes import Item
from tests.emulator import Stripe
from tests.shop.payment.given import ITEMS, NANTES, hosted, rate_id

pytestmark = pytest.mark.django_db


def test_a_page_sells_the_lines_and_offers_the_deliveries_to_the_cent(stripe: Stripe) -> None:
    payment = hosted()

    (session,) = stripe.all("checkout.session")
    assert (payment.session_id, payment.session_url) == (session["id"], session["url"])
    assert (session["amount_subtotal"], session["currency"], session["locale"]) == (7200, "eur", "fr")
    assert (session["client_reference_id"], session["metadata"]) == ("S1", {"reference": "S1"})
    assert session["shipping_address_collection"] == {"allowed_countries": ["BE", "FR"]}
    assert session["phone_number_collection"] == {"enabled": True}
    assert (session["customer_creation"], session["adaptive_pricing"]) == ("if_required", {"enabled": False})
    assert [rate["fixed_amount"]["amount"] for rate in stripe.all("shipping_rate")] == [350, 490]
    assert abs((payment.expires_at - clock.now()) - timedelta(minutes=31)) < timedelta(seconds=5)


def test_a_total_that_its_quantity_does_not_divide_is_one_thing_with_the_quantity_in_its_name(stripe: Stripe) -> None:
    hosted(items=[Item("Badge", 3, 1000), Item("Mug", 2, 3800)])

    (session,) = stripe.all("checkout.session")
    sold = stripe.engine.store.private(session["id"])["items"]
    assert [(line["description"], line["quantity"], line["amount_total"]) for line in sold] == [
        ("3 × Badge", 1, 1000),
        ("Mug", 2, 3800),
    ]


def test_beyond_a_hundred_lines_the_rest_is_one_line_and_no_cent_is_lost(stripe: Stripe) -> None:
    hosted(items=[Item(f"Card {n}", 1, 100 + n) for n in range(130)])

    (session,) = stripe.all("checkout.session")
    sold = stripe.engine.store.private(session["id"])["items"]
    assert (len(sold), sold[-1]["description"]) == (100, "+ 31")
    assert session["amount_subtotal"] == sum(100 + n for n in range(130))


def test_with_an_address_it_asks_for_none(stripe: Stripe) -> None:
    address = Address("Ada", "Martin", "1 rue des Vagues", "", "44000", "Nantes", "FR", "+33240000000")

    hosted(address=address, rates=[], email="ada@example.org")

    (session,) = stripe.all("checkout.session")
    assert (session["shipping_address_collection"], session["phone_number_collection"]) == (None, {"enabled": False})
    assert session["customer_email"] == "ada@example.org"


def test_the_same_reference_again_is_the_same_page_and_other_content_is_refused(stripe: Stripe) -> None:
    first = hosted()
    assert hosted().session_id == first.session_id

    with pytest.raises(Refused, match="begun_otherwise"):
        hosted(items=ITEMS[:1])
    with pytest.raises(Refused, match="begun_otherwise"):
        services.begin_card(reference="S1", amount=7200, email="", language="fr", description="")
    assert (len(stripe.all("checkout.session")), len(stripe.all("payment_intent"))) == (1, 0)


def test_paid_is_goods_and_the_delivery_chosen_and_the_facts_come_back(stripe: Stripe) -> None:
    payment = hosted()
    stripe.pay_session(
        payment.session_id,
        email="ada@example.org",
        name="Ada Le Gall",
        phone="+33240000000",
        address=NANTES,
        shipping_rate=rate_id(stripe, "point"),
    )

    payment = services.look(payment)

    assert (payment.state, payment.amount, payment.received) == ("paid", 7550, 7550)
    assert payment.intent_id == stripe.all("payment_intent")[0]["id"]
    facts = services.session_facts(payment)
    assert (facts.email, facts.name, facts.phone, facts.rate) == (
        "ada@example.org",
        "Ada Le Gall",
        "+33240000000",
        "point",
    )
    assert facts.address == Address("Ada", "Le Gall", "1 rue des Vagues", "", "44000", "Nantes", "FR", "+33240000000")


@pytest.mark.parametrize(
    "change",
    [
        {"amount_subtotal": 7100},
        {"amount_total": 7000},
        {"shipping_cost": None},
    ],
)
def test_other_goods_or_a_delivery_that_was_not_offered_are_held_for_review(
    stripe: Stripe, change: dict[str, object]
) -> None:
    payment = hosted()
    stripe.pay_session(payment.session_id, email="ada@example.org", name="Ada", address=NANTES)
    store = stripe.engine.store
    store.put(store.find(payment.session_id) | change)

    assert services.look(payment).state == "review"


def test_a_page_whose_time_is_over_is_cancelled(stripe: Stripe) -> None:
    payment = hosted()
    assert services.look(payment).state == "open"

    stripe.control("clock", advance=32 * 60)

    assert services.look(payment).state == "cancelled"
    with pytest.raises(Refused, match="cancelled"):
        hosted()


def test_a_page_paid_slowly_is_processing_until_the_bank_has_said_yes(stripe: Stripe) -> None:
    payment = hosted()
    stripe.pay_session(
        payment.session_id, email="a@example.org", name="Ada", address=NANTES, payment_method="pm_card_processing"
    )
    assert services.look(payment).state == "processing"
    assert services.cancel(payment) is False

    stripe.control("clock", advance=60)
    assert services.look(payment).state == "paid"


def test_a_card_form_has_no_facts(stripe: Stripe) -> None:
    payment = services.begin_card(reference="R1", amount=500, email="", language="fr", description="")
    with pytest.raises(Refused, match="begun_otherwise"):
        services.session_facts(payment)
