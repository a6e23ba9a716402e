"""Whatever order Stripe's events come in, and whether they come at all, the payment ends where Stripe says it ends."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.test import Client

from shop.payment import outcomes, services, tasks
from shop.payment.errors import StripeDown
from shop.payment.models import Payment, PaymentRefund
from tests.emulator import Stripe
from tests.shop.payment.given import NANTES, card, hosted

pytestmark = pytest.mark.django_db
KINDS = ("payment_intent.created", "payment_intent.processing", "payment_intent.succeeded", "charge.refunded")


@pytest.mark.parametrize(
    "order", tuple(permutations(KINDS)), ids=lambda order: " ".join(k.split(".")[1] for k in order)
)
def test_all_orders_of_created_processing_succeeded_refunded_end_alike(
    stripe: Stripe, client: Client, order: tuple[str, ...]
) -> None:
    payment = card()
    stripe.pay(payment.intent_id, "pm_card_processing")
    stripe.control(f"processing/{payment.intent_id}", succeed=True)
    stripe.refund_by_hand(payment.intent_id, 700)
    events = {event["type"]: event for event in stripe.events()}

    states = []
    for kind in order:
        assert stripe.post(client, events[kind]) == 200
        services.work_events()
        states.append(Payment.objects.get().state)

    payment = Payment.objects.get()
    assert states == ["paid"] * 4
    assert (payment.received, payment.refunded, payment.refunded_elsewhere) == (6700, 0, 700)


@pytest.mark.parametrize("order", tuple(permutations(range(4))), ids=str)
def test_looks_that_began_at_any_time_and_are_recorded_in_any_order_end_alike(
    stripe: Stripe, order: tuple[int, ...]
) -> None:
    """Four workers looked, one at each step, and were held up before they wrote down what they saw."""
    from shop import clock
    from shop.payment import calls, states
    from shop.payment.gateway import Visit
    from shop.payment.services.recording import record

    payment = card()
    looks = []

    def see() -> None:
        looks.append((clock.now(), states.of_intent(calls.read_intent(Visit(), payment.intent_id))))

    see()
    stripe.pay(payment.intent_id, "pm_card_processing")
    see()
    stripe.control(f"processing/{payment.intent_id}", succeed=True)
    see()
    stripe.refund_by_hand(payment.intent_id, 700)
    see()

    seen = []
    for step in order:
        asked_at, what = looks[step]
        record(payment.pk, what, asked_at)
        seen.append(Payment.objects.get().state)

    ranks = {"open": 0, "processing": 1, "paid": 2}
    assert [ranks[state] for state in seen] == sorted(ranks[state] for state in seen)
    assert seen[-1] == "paid"


def test_a_webhook_that_never_comes_is_made_up_by_the_sweep(stripe: Stripe) -> None:
    heard: list[str] = []

    def listen(payment: Payment) -> None:
        heard.append(payment.state)

    outcomes.register(listen)
    try:
        stripe.pay(card().intent_id)
        page = hosted()
        stripe.pay_session(page.session_id, email="a@example.org", name="Ada", address=NANTES)

        assert services.reconcile()["looks"] == 0, "what is two minutes young is left to browser and webhook"
        assert services.reconcile(silence=timedelta(0))["looks"] == 2
        assert services.reconcile(silence=timedelta(0))["looks"] == 0
    finally:
        outcomes.unregister(listen)

    assert heard == ["paid", "paid"]
    tasks.reconcile()


def test_a_listener_that_fails_is_told_again_until_it_has_taken_it_in(
    stripe: Stripe, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []

    def listen(payment: Payment) -> None:
        heard.append(payment.state)
        if len(heard) < 3:
            raise RuntimeError("the goods are in the other room")

    outcomes.register(listen)
    try:
        payment = card()
        stripe.pay(payment.intent_id)
        assert services.look(payment).state == "paid"
        told = [services.reconcile(silence=timedelta(0))["told"] for _ in range(3)]
    finally:
        outcomes.unregister(listen)

    assert (heard, told) == (["paid"] * 3, [0, 1, 0])
    assert "whoever acts on it could not" in caplog.text
    assert Payment.objects.get().handled == "paid"


def test_a_refund_that_nobody_announced_is_asked_after_by_the_sweep(stripe: Stripe) -> None:
    payment = card()
    stripe.pay(payment.intent_id)
    payment = services.look(payment)
    stripe.control("refunds", next=["pending_fails", "ok"])
    assert services.refund(payment, amount=100, key="slow") == "pending"
    stripe.fail("lost_reply", "/v1/refunds")
    with pytest.raises(StripeDown):
        services.refund(payment, amount=200, key="lost")
    stripe.control("clock", advance=60)

    assert services.reconcile(silence=timedelta(0))["refunds"] == 2

    assert dict(PaymentRefund.objects.values_list("key", "state")) == {"slow": "failed", "lost": "done"}
    assert Payment.objects.get().refunded == 200


def test_the_event_of_an_intent_whose_making_we_did_not_hear_of_ties_it_to_its_payment(
    stripe: Stripe, client: Client
) -> None:
    stripe.fail("lost_reply", "/v1/payment_intents")
    with pytest.raises(StripeDown):
        card()
    assert Payment.objects.get().intent_id == ""

    stripe.hand_over(client)
    services.work_events()

    (intent,) = stripe.all("payment_intent")
    assert card().intent_id == Payment.objects.get().intent_id == intent["id"]
    assert len(stripe.all("payment_intent")) == 1
