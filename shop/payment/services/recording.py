"""What Stripe said is written down: under the payment's lock, and never backwards."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from shop import clock
from shop.payment.models import Payment
from shop.payment.parameters import CURRENCY
from shop.payment.states import Seen

log = logging.getLogger(__name__)
State = Payment.State
FACTS = ("brand", "last4", "fingerprint", "wallet")
SETTLED = (State.PAID, State.CANCELLED)


@contextmanager
def locked(payment_id: int) -> Iterator[Payment]:
    """The payment as it is now, in a transaction of its own (an outer one is refused: Stripe is asked between them)."""
    with transaction.atomic(durable=True):
        yield Payment.objects.select_for_update().get(pk=payment_id)


def record(payment_id: int, seen: Seen, asked_at: datetime) -> tuple[Payment, bool]:
    """Keeps what a look showed, and whether the state is another now. `asked_at`: when the look began.

    A look that began before another one was recorded tells nothing new, unless it saw the end.
    """
    with locked(payment_id) as payment:
        is_stale = payment.looked_at is not None and payment.looked_at > asked_at
        if is_stale and seen.state not in SETTLED:
            return payment, False
        before = payment.state
        payment.looked_at = max(asked_at, payment.looked_at or asked_at)
        if seen.intent_id and not payment.intent_id:
            payment.intent_id = seen.intent_id
        for name in FACTS:
            setattr(payment, name, getattr(seen, name) or getattr(payment, name))
        _move(payment, seen)
        _note_foreign_refunds(payment, seen)
        if payment.state != before:
            payment.changed_at = clock.now()
        payment.save()
    return payment, payment.state != before


def _move(payment: Payment, seen: Seen) -> None:
    if payment.state in (State.PAID, State.REVIEW):
        return
    if payment.state == State.CANCELLED and seen.state != State.PAID:
        return
    payment.failure = seen.failure if seen.state == State.FAILED else ""
    if seen.state != State.PAID:
        payment.state = seen.state
        return
    expected = expected_of(payment, seen)
    wrong = ""
    if payment.state == State.CANCELLED:
        wrong = "paid after it was cancelled"
    elif seen.currency != CURRENCY or payment.currency != CURRENCY:
        wrong = f"paid in {seen.currency}"
    elif expected is None:
        wrong = "paid for goods or a delivery that were not offered"
    elif not seen.received == seen.amount == expected:
        wrong = f"{seen.received} of {seen.amount} received, {expected} expected"
    # Cents of another currency are not ours to count, nor to give back from here.
    payment.received = seen.received if seen.currency == CURRENCY else 0
    if wrong:
        log.error("Payment %s is held for review: %s.", payment.reference, wrong)
        payment.state, payment.note = State.REVIEW, wrong[:200]
        return
    payment.state, payment.amount = State.PAID, seen.received
    payment.amount_at_stripe = seen.received


def expected_of(payment: Payment, seen: Seen) -> int | None:
    """Cents that had to be paid: of a hosted page, goods and the delivery chosen. None: that was not offered."""
    if not payment.session_id:
        return payment.amount
    if seen.subtotal != payment.goods:
        return None
    if not payment.rates:
        return payment.goods if not seen.rate else None
    price = payment.rates.get(seen.rate or "")
    return None if price is None else payment.goods + int(price)


def _note_foreign_refunds(payment: Payment, seen: Seen) -> None:
    """More given back than we asked for: somebody did it at Stripe. It counts against what can still be given back."""
    if payment.state not in (State.PAID, State.REVIEW):
        return
    elsewhere = max(0, seen.refunded - payment.refunded)
    if elsewhere > payment.refunded_elsewhere:
        log.error("Payment %s: %s cents were refunded at Stripe by hand.", payment.reference, elsewhere)
    payment.refunded_elsewhere = elsewhere
