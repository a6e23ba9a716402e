"""Cancelled is what Stripe says is cancelled, whoever was quicker."""

import pytest

from shop.payment import calls, services
from shop.payment.errors import Refused, StripeDown
from shop.payment.models import Payment
from tests.emulator import Stripe
from tests.shop.payment.given import NANTES, card, hosted, paid

pytestmark = pytest.mark.django_db


def state(payment: Payment) -> str:
    return Payment.objects.get(pk=payment.pk).state


def test_an_open_intent_is_cancelled_at_stripe_first_and_again_without_asking(stripe: Stripe) -> None:
    payment = card()

    assert services.cancel(payment) is True
    assert (state(payment), stripe.all("payment_intent")[0]["status"]) == ("cancelled", "canceled")

    stripe.fail("error_before", times=5)
    assert services.cancel(payment) is True
    with pytest.raises(Refused, match="cancelled"):
        card()


def test_an_open_page_is_expired(stripe: Stripe) -> None:
    payment = hosted()

    assert services.cancel(payment) is True
    assert stripe.all("checkout.session")[0]["status"] == "expired"


def test_what_never_reached_stripe_is_cancelled_without_asking(stripe: Stripe) -> None:
    payment = Payment.objects.create(reference="R9", amount=100)
    stripe.fail("error_before", times=5)

    assert services.cancel(payment) is True
    assert state(payment) == "cancelled"


def test_paid_a_moment_before_is_not_cancelled(stripe: Stripe) -> None:
    payment = card()
    stripe.pay(payment.intent_id)

    assert services.cancel(payment) is False
    assert (state(payment), stripe.all("payment_intent")[0]["status"]) == ("paid", "succeeded")
    assert services.cancel(paid(stripe, "R2")) is False


def test_at_work_is_not_cancelled_and_may_be_asked_again(stripe: Stripe) -> None:
    payment = card()
    stripe.pay(payment.intent_id, "pm_card_processingFails")

    assert services.cancel(payment) is False
    assert state(payment) == "processing"

    stripe.control("clock", advance=60)
    assert services.cancel(payment) is True


def test_a_page_left_with_a_failed_payment_has_its_intent_cancelled(stripe: Stripe) -> None:
    payment = hosted()
    stripe.pay_session(
        payment.session_id, email="a@example.org", name="A", address=NANTES, payment_method="pm_card_processingFails"
    )
    stripe.control("clock", advance=60)
    assert services.look(payment).state == "failed"

    assert services.cancel(payment) is True
    assert stripe.all("payment_intent")[0]["status"] == "canceled"


def test_without_an_answer_nothing_is_cancelled_here_and_the_next_try_finds_it_cancelled(stripe: Stripe) -> None:
    payment = card()
    stripe.fail("lost_reply", "*/cancel")

    with pytest.raises(StripeDown):
        services.cancel(payment)
    assert (state(payment), stripe.all("payment_intent")[0]["status"]) == ("open", "canceled")

    assert services.cancel(payment) is True
    assert state(payment) == "cancelled"


@pytest.mark.parametrize("begin", [card, hosted])
def test_what_was_made_without_our_hearing_of_it_is_found_and_cancelled(stripe: Stripe, begin: object) -> None:
    stripe.fail("lost_reply", method="POST")
    with pytest.raises(StripeDown):
        begin()  # type: ignore[operator]
    payment = Payment.objects.get()

    assert services.cancel(payment) is True

    made = stripe.all("payment_intent") + stripe.all("checkout.session")
    assert [thing["status"] for thing in made] in (["canceled"], ["expired"])


def test_a_refusal_of_what_can_still_be_paid_is_no_answer(stripe: Stripe, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = card()

    def refuse(*args: object) -> None:
        raise Refused("invalid")

    monkeypatch.setattr(calls, "cancel_intent", refuse)

    with pytest.raises(StripeDown):
        services.cancel(payment)
    assert state(payment) == "open"


def test_money_taken_on_a_cancelled_payment_is_held_for_review_not_forgotten(stripe: Stripe) -> None:
    payment = card()
    Payment.objects.update(state="cancelled")
    stripe.pay(payment.intent_id)

    payment = services.look(payment)

    assert (payment.state, payment.received, payment.note) == ("review", 6700, "paid after it was cancelled")
