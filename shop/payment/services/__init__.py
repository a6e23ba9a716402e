"""What can be done about money. Nothing here may be called inside a transaction: Stripe is asked in between."""

from shop.payment.services.beginning import begin_card, begin_session
from shop.payment.services.cancelling import cancel
from shop.payment.services.events import receive, work_events
from shop.payment.services.looking import look, session_facts
from shop.payment.services.plugs import attach, record_paid
from shop.payment.services.refunding import refund
from shop.payment.services.sweeping import empty_bodies, reconcile

__all__ = [
    "attach",
    "begin_card",
    "begin_session",
    "cancel",
    "empty_bodies",
    "look",
    "receive",
    "reconcile",
    "record_paid",
    "refund",
    "session_facts",
    "work_events",
]
