"""PaymentIntents from the first cent to the last state, through the real stripe library."""

import pytest
import stripe

from demo.emulator.engine import API_VERSION
from tests.demo.emulator.conftest import Emulator, paid

BACK = "http://localhost/back"


def test_the_emulator_speaks_the_version_that_the_library_speaks() -> None:
    assert stripe.api_version == API_VERSION


def test_an_intent_is_made_updated_confirmed_and_read_again(client: stripe.StripeClient, emulator: Emulator) -> None:
    intent = client.v1.payment_intents.create(
        {
            "amount": 6700,
            "currency": "eur",
            "automatic_payment_methods": {"enabled": True},
            "metadata": {"pending": "17"},
            "receipt_email": "ada@example.org",
            "description": "Ricochet",
        }
    )
    assert (intent.status, intent.amount, intent.metadata["pending"]) == ("requires_payment_method", 6700, "17")
    assert intent.client_secret is not None
    assert intent.client_secret.startswith(f"{intent.id}_secret_")

    intent = client.v1.payment_intents.update(intent.id, {"amount": 6900, "metadata": {"pending": "", "order": "R-7"}})
    assert (intent.amount, intent.metadata.to_dict()) == (6900, {"order": "R-7"})

    intent = client.v1.payment_intents.update(intent.id, {"payment_method": "pm_card_mastercard"})
    assert intent.status == "requires_confirmation"
    intent = client.v1.payment_intents.confirm(intent.id, {"return_url": BACK, "expand": ["latest_charge"]})

    assert (intent.status, intent.amount_received) == ("succeeded", 6900)
    charge = intent.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert charge.payment_method_details is not None
    card = charge.payment_method_details.card
    assert card is not None
    assert (charge.status, charge.captured, charge.amount_captured) == ("succeeded", True, 6900)
    assert (card.brand, card.last4, card.country, card.checks.cvc_check) == ("mastercard", "4444", "US", "pass")
    assert client.v1.payment_intents.retrieve(intent.id).to_dict() == intent.to_dict() | {"latest_charge": charge.id}
    assert emulator.kinds() == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


@pytest.mark.parametrize(
    ("card", "brand"), [("pm_card_visa", "visa"), ("pm_card_amex", "amex"), ("pm_card_fr", "visa")]
)
def test_good_cards_pay_and_keep_their_fingerprint(client: stripe.StripeClient, card: str, brand: str) -> None:
    methods = [client.v1.payment_methods.retrieve(str(paid(client, card=card).payment_method)) for _ in range(2)]

    assert [method.card.brand for method in methods if method.card] == [brand, brand]
    assert methods[0].id != methods[1].id
    assert len({method.card.fingerprint for method in methods if method.card}) == 1


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("chargeDeclined", "card_declined", "generic_decline"),
        ("chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("chargeDeclinedExpiredCard", "expired_card", None),
        ("chargeDeclinedIncorrectCvc", "incorrect_cvc", None),
        ("chargeDeclinedProcessingError", "processing_error", None),
    ],
)
def test_a_declined_card_is_a_402_and_the_intent_asks_for_another(
    client: stripe.StripeClient, emulator: Emulator, card: str, code: str, decline_code: str | None
) -> None:
    intent = client.v1.payment_intents.create({"amount": 500, "currency": "eur"})

    with pytest.raises(stripe.CardError) as refusal:
        client.v1.payment_intents.confirm(intent.id, {"payment_method": f"pm_card_{card}", "return_url": BACK})

    error = refusal.value.error
    assert error is not None
    assert (refusal.value.http_status, refusal.value.code, error.decline_code) == (402, code, decline_code)
    assert error.payment_intent.id == intent.id
    intent = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert (intent.status, intent.payment_method, intent.amount_received) == ("requires_payment_method", None, 0)
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == code
    assert isinstance(intent.latest_charge, stripe.Charge)
    assert (intent.latest_charge.status, intent.latest_charge.paid) == ("failed", False)
    assert emulator.kinds() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]
    # Another card pays the same intent.
    confirmed = client.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa", "return_url": BACK})
    assert (confirmed.status, confirmed.last_payment_error) == ("succeeded", None)


@pytest.mark.parametrize(
    ("card", "passes", "status", "code"),
    [
        ("pm_card_threeDSecure2Required", True, "succeeded", None),
        ("pm_card_threeDSecure2Required", False, "requires_payment_method", "payment_intent_authentication_failure"),
        ("pm_card_threeDSecureRequiredChargeDeclined", True, "requires_payment_method", "card_declined"),
    ],
)
def test_a_challenge_stands_between_the_card_and_the_money(
    client: stripe.StripeClient, emulator: Emulator, card: str, passes: bool, status: str, code: str | None
) -> None:
    intent = paid(client, card=card)

    assert intent.status == "requires_action"
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    assert intent.next_action.redirect_to_url.return_url == BACK
    assert str(intent.next_action.redirect_to_url.url).startswith(f"{emulator.url}/3ds/{intent.id}")
    emulator.control(f"challenge/{intent.id}", succeed=passes)
    emulator.control(f"challenge/{intent.id}", succeed=True)  # the second answer changes nothing

    intent = client.v1.payment_intents.retrieve(intent.id)
    assert (intent.status, intent.next_action) == (status, None)
    assert (intent.last_payment_error.code if intent.last_payment_error else None) == code
    assert emulator.kinds()[1] == "payment_intent.requires_action"


@pytest.mark.parametrize(
    ("card", "status"), [("processing", "succeeded"), ("processingFails", "requires_payment_method")]
)
def test_a_slow_payment_ends_by_the_emulators_clock(
    client: stripe.StripeClient, emulator: Emulator, card: str, status: str
) -> None:
    intent = paid(client, card=f"pm_card_{card}")
    assert (intent.status, intent.amount_received) == ("processing", 0)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.payment_intents.cancel(intent.id)
    assert refusal.value.code == "payment_intent_unexpected_state"

    emulator.control("clock", advance=emulator.engine.settings.processing_seconds)

    assert client.v1.payment_intents.retrieve(intent.id).status == status
    assert emulator.kinds()[1:3] == ["charge.pending", "payment_intent.processing"]


def test_what_is_authorised_is_captured_in_part_once(client: stripe.StripeClient, emulator: Emulator) -> None:
    intent = paid(client, 1000, capture_method="manual")
    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("requires_capture", 1000, 0)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 1001})
    assert refusal.value.code == "amount_too_large"

    intent = client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 700})

    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("succeeded", 0, 700)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.capture(intent.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 701})
    assert client.v1.refunds.create({"payment_intent": intent.id}).amount == 700


def test_a_cancelled_intent_can_neither_be_paid_nor_changed_nor_cancelled_again(
    client: stripe.StripeClient, emulator: Emulator
) -> None:
    intent = client.v1.payment_intents.create({"amount": 500, "currency": "eur"})
    intent = client.v1.payment_intents.cancel(intent.id, {"cancellation_reason": "abandoned"})
    assert (intent.status, intent.cancellation_reason, intent.canceled_at is not None) == (
        "canceled",
        "abandoned",
        True,
    )

    for forbidden in (
        lambda: client.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa", "return_url": BACK}),
        lambda: client.v1.payment_intents.update(intent.id, {"amount": 600}),
        lambda: client.v1.payment_intents.cancel(intent.id),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            forbidden()
        assert (refusal.value.http_status, refusal.value.code) == (400, "payment_intent_unexpected_state")
    assert client.v1.payment_intents.retrieve(intent.id).to_dict() == intent.to_dict()
    assert emulator.kinds() == ["payment_intent.created", "payment_intent.canceled"]


def test_lists_page_filter_and_expand(client: stripe.StripeClient, emulator: Emulator) -> None:
    made = [paid(client, 100 + number).id for number in range(5)]
    emulator.control("clock", advance=100)
    late = paid(client, 900)

    first = client.v1.payment_intents.list({"limit": 4})
    assert [intent.id for intent in first.data] == [late.id, *made[:1:-1]]
    assert first.has_more
    assert [intent.id for intent in first.auto_paging_iter()] == [late.id, *reversed(made)]
    recent = client.v1.payment_intents.list({"created": {"gte": late.created}, "expand": ["data.latest_charge"]})
    assert [
        intent.latest_charge.amount for intent in recent.data if isinstance(intent.latest_charge, stripe.Charge)
    ] == [900]


def test_a_customer_is_made_and_named(client: stripe.StripeClient) -> None:
    customer = client.v1.customers.create({"email": "ada@example.org", "metadata": {"person": "3"}})

    intent = paid(client, customer=customer.id, expand=["customer"])

    assert isinstance(intent.customer, stripe.Customer)
    assert intent.customer.to_dict() == client.v1.customers.retrieve(customer.id).to_dict()
