"""Payments, what was asked of Stripe and what it told; then Oscar's models under this roof."""

from shop.payment.models.events import Event
from shop.payment.models.marks import Mark
from shop.payment.models.payments import Call, Payment, PaymentRefund

__all__ = ["Call", "Event", "Mark", "Payment", "PaymentRefund"]

from oscar.apps.payment.models import *  # noqa: F403
