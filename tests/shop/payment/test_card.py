"""A payment by card form: one intent for one reference, and what Stripe says of it is what counts."""

from urllib.error import HTTPError

import pytest

from shop.payment import services
from shop.payment.errors import Refused
from shop.payment.models import Call, Payment
from tests.emulator import Stripe
from tests.shop.payment.given import card, paid

pytestmark = pytest.mark.django_db


def test_a_payment_begins_as_one_intent_in_euros_without_customer_or_receipt(stripe: Stripe) -> None:
    payment = card()

    (intent,) = stripe.all("payment_intent")
    assert (payment.intent_id, payment.client_secret) == (intent["id"], intent["client_secret"])
    assert (payment.state, payment.amount, payment.received) == ("open", 6700, 0)
    assert (intent["amount"], intent["currency"], intent["metadata"]) == (6700, "eur", {"reference": "R1"})
    assert (intent["customer"], intent["receipt_email"]) == (None, None)
    assert intent["automatic_payment_methods"] == {"allow_redirects": "always", "enabled": True}


def test_the_same_reference_again_is_the_same_intent_and_asks_stripe_nothing(stripe: Stripe) -> None:
    first = card()
    stripe.fail("error_before", times=5)

    assert card().intent_id == first.intent_id
    assert len(stripe.all("payment_intent")) == 1


def test_another_amount_is_told_to_the_same_intent_and_back_again(stripe: Stripe) -> None:
    for amount in (6700, 7100, 6700, 7100):
        payment = card(amount=amount)

        (intent,) = stripe.all("payment_intent")
        assert (intent["amount"], payment.amount, payment.amount_at_stripe) == (amount, amount, amount)
    assert Call.objects.filter(purpose="amount", state="answered").count() == 3


def test_two_references_have_intents_of_their_own(stripe: Stripe) -> None:
    assert card("R1").intent_id != card("R2").intent_id


def test_paid_is_seen_with_brand_last_figures_and_fingerprint(stripe: Stripe) -> None:
    payment = paid(stripe, by="pm_card_mastercard")

    assert (payment.state, payment.received, payment.brand, payment.last4) == ("paid", 6700, "mastercard", "4444")
    assert (len(payment.fingerprint), payment.wallet, payment.failure) == (16, "", "")


def test_a_declined_card_is_told_and_another_one_pays_the_same_intent(stripe: Stripe) -> None:
    payment = card()
    with pytest.raises(HTTPError):
        stripe.pay(payment.intent_id, "pm_card_chargeDeclinedInsufficientFunds")

    payment = services.look(payment)
    assert (payment.state, payment.failure) == ("failed", "insufficient_funds")

    stripe.pay(payment.intent_id)
    payment = services.look(payment)
    assert (payment.state, payment.failure, payment.received) == ("paid", "", 6700)


def test_a_bank_that_asks_leaves_it_open_and_one_that_is_slow_processing(stripe: Stripe) -> None:
    payment = card()
    stripe.pay(payment.intent_id, "pm_card_threeDSecure2Required")
    assert services.look(payment).state == "open"

    slow = card("R2")
    stripe.pay(slow.intent_id, "pm_card_processing")
    assert services.look(slow).state == "processing"

    stripe.control(f"processing/{slow.intent_id}", succeed=True)
    assert services.look(slow).state == "paid"


def test_too_late_for_another_amount_the_payment_comes_back_as_it_stands(stripe: Stripe) -> None:
    payment = card()
    stripe.pay(payment.intent_id)

    again = card(amount=9900)

    # Paid over what was shown before: never taken for the new sum.
    assert (again.state, again.amount, again.received) == ("review", 9900, 6700)
    assert again.note == "6700 of 6700 received, 9900 expected"


@pytest.mark.parametrize("change", [{"amount": 6701}, {"amount_received": 6699}, {"currency": "usd"}])
def test_another_sum_or_currency_than_asked_for_is_held_for_review(stripe: Stripe, change: dict[str, object]) -> None:
    payment = card()
    stripe.pay(payment.intent_id)
    store = stripe.engine.store
    store.put(store.find(payment.intent_id) | change)

    payment = services.look(payment)

    assert payment.state == "review"
    assert payment.received == (0 if "currency" in change else change.get("amount_received", 6700))
    with pytest.raises(Refused, match=r"not_paid|too_much"):
        services.refund(payment, amount=6701, key="x")


def test_what_was_never_begun_is_looked_up_without_asking(stripe: Stripe) -> None:
    payment = Payment.objects.create(reference="R9", amount=100)
    stripe.fail("error_before", times=5)

    assert services.look(payment).state == "open"


def test_a_plug_pays_once_and_the_order_is_tied_to_every_payment_of_the_reference(stripe: Stripe) -> None:
    voucher = services.record_paid(reference="R1", means="voucher", amount=500)
    assert services.record_paid(reference="R1", means="voucher", amount=500).pk == voucher.pk
    assert (voucher.state, voucher.received, voucher.refundable) == ("paid", 500, 500)

    card("R1")
    assert Payment.objects.filter(reference="R1").count() == 2
    with pytest.raises(ValueError, match="Stripe"):
        services.record_paid(reference="R1", means="card", amount=500)
