"""Staff see payments and what Stripe told; they ask Stripe by a click and change nothing by hand."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from shop.ledger import audits
from shop.payment import services
from shop.payment.models import Event, Payment, PaymentRefund
from tests.emulator import Stripe
from tests.factories import merchant
from tests.shop.payment.given import card, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(client: Client) -> Client:
    client.force_login(merchant())
    return client


def page(payment: Payment) -> str:
    return reverse("admin:payment_payment_change", args=[payment.pk])


def test_lists_and_pages_show_what_was_paid_with_and_no_secret(stripe: Stripe, mia: Client) -> None:
    payment = paid(stripe)
    services.refund(payment, amount=1000, key="a")
    stripe.hand_over(Client())
    services.work_events()

    listed = mia.get(reverse("admin:payment_payment_changelist"), {"q": "R1"}).text
    shown = mia.get(page(payment)).text
    events = mia.get(reverse("admin:payment_event_changelist")).text

    assert "visa •••• 4242" in listed
    assert "visa •••• 4242" in shown
    assert payment.intent_id in shown
    assert "R1: paid" in events
    assert payment.client_secret not in listed + shown
    assert mia.get(reverse("admin:payment_event_change", args=[Event.objects.first().pk])).status_code == 200


def test_nothing_is_added_changed_or_deleted_by_hand(stripe: Stripe, mia: Client) -> None:
    payment = card()

    assert mia.get(reverse("admin:payment_payment_add")).status_code == 403
    assert mia.post(page(payment), {"amount": 1}).status_code == 403
    assert mia.post(reverse("admin:payment_payment_delete", args=[payment.pk]), {"post": "yes"}).status_code == 403
    assert Payment.objects.get().amount == 6700


def test_a_click_looks_at_stripe_and_says_what_it_saw(stripe: Stripe, mia: Client) -> None:
    payment = card()
    stripe.pay(payment.intent_id)
    address = reverse("admin:payment_payment_look_at_one", args=[payment.pk])

    assert (mia.get(address).status_code, Payment.objects.get().state) == (200, "open")
    for _twice in range(2):
        assert "R1" in mia.post(address, follow=True).text
    assert Payment.objects.get().state == "paid"


def test_stripe_down_is_said_and_changes_nothing(stripe: Stripe, mia: Client) -> None:
    payment = card()
    stripe.pay(payment.intent_id)
    stripe.fail("error_before", method="GET")

    answer = mia.post(reverse("admin:payment_payment_look_at_one", args=[payment.pk]))

    assert answer.status_code == 302
    assert [message.level_tag for message in get_messages(answer.wsgi_request)] == ["bad"]
    assert Payment.objects.get().state == "open"


def test_the_action_of_the_list_looks_at_each_of_the_chosen(stripe: Stripe, mia: Client) -> None:
    payments = [card("R1"), card("R2")]
    for payment in payments:
        stripe.pay(payment.intent_id)

    chosen = {"action": "look", "_selected_action": [payment.pk for payment in payments]}
    mia.post(reverse("admin:payment_payment_changelist"), chosen)

    assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}


def test_the_audit_finds_a_sum_that_its_refunds_do_not_make(stripe: Stripe) -> None:
    payment = paid(stripe)
    services.refund(payment, amount=1000, key="a")

    def found() -> list[str]:
        return [str(difference) for difference in audits.differences() if "refunds" in difference.check]

    assert found() == []

    PaymentRefund.objects.update(state="failed")
    assert found() == [f"refunds by payment are their rows: payment {payment.pk}, refunded: expected 0, found 1000"]

    PaymentRefund.objects.update(state="done")
    Payment.objects.update(refunded_elsewhere=6000)
    assert found() == [f"refunds within what was received: payment {payment.pk}: expected at most 6700, found 7000"]
