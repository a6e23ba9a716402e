"""A past order of the demo can be refunded like one of today."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from demo import stripe_past
from shop.order.models import Order
from shop.payment.models import Payment, PaymentRefund
from shop.returns import services
from shop.returns.models import Refund, State
from tests.emulator import Stripe

pytestmark = pytest.mark.django_db(transaction=True)


def filled(*args: str) -> str:
    out = StringIO()
    call_command("demo_data", *args, stdout=out)
    return out.getvalue()


def test_a_past_order_of_the_demo_is_refunded_through_the_stand_in(stripe: Stripe) -> None:
    assert "60 payments told to the stand-in for Stripe." in filled("--orders", "60")
    payment = Payment.objects.filter(refunded=0, order__status="delivered").order_by("pk").first()
    assert payment is not None
    assert payment.order_id is not None

    refund = services.refund(Order.objects.get(pk=payment.order_id), reason="other")
    for _twice in range(2):
        services.send_due()

    refund.refresh_from_db()
    payment.refresh_from_db()
    assert (refund.state, refund.amount) == (State.DONE, payment.amount)
    assert (payment.refunded, payment.refunded_elsewhere) == (payment.amount, 0)
    charge = next(one for one in stripe.all("charge") if one["payment_intent"] == payment.intent_id)
    assert (charge["amount"], charge["amount_refunded"], charge["refunded"]) == (payment.amount, payment.amount, True)
    assert Refund.objects.filter(state=State.FAILED).count() == 0


def test_what_went_back_in_the_past_cannot_go_back_again(stripe: Stripe) -> None:
    filled("--orders", "60")
    back = PaymentRefund.objects.select_related("payment").order_by("pk").first()
    assert back is not None
    there = next(one for one in stripe.all("charge") if one["payment_intent"] == back.payment.intent_id)
    assert there["amount_refunded"] == back.payment.refunded
    assert next(one for one in stripe.all("refund") if one["id"] == back.refund_id)["amount"] == back.amount


def test_told_again_nothing_is_new_and_nobody_hears_of_it(stripe: Stripe) -> None:
    filled("--orders", "60")
    assert stripe_past.tell() == 0
    assert len(stripe.all("charge")) == 60
    assert stripe.events() == []


def test_a_shop_made_large_for_measuring_is_not_told(stripe: Stripe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe_past, "MOST", 9)
    filled("--orders", "10")
    assert stripe.all("charge") == []


def test_without_a_stand_in_nothing_is_told(settings: Any, stripe: Stripe) -> None:
    filled("--orders", "3")
    settings.STRIPE_API_BASE = ""
    assert stripe_past.tell() == 0
