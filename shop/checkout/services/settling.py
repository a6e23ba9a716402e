"""Settle: the browser, the webhook or the sweep announces how a payment stands; whoever comes first acts, once."""

import logging
import time

from django.db import IntegrityError, OperationalError, transaction

from shop import clock
from shop.checkout import emails
from shop.checkout.errors import NoLongerPending, NotPaid
from shop.checkout.models import PendingOrder
from shop.checkout.reductions import Refused
from shop.checkout.services import express
from shop.checkout.services.freezing import hold_plugs
from shop.checkout.services.placing import place
from shop.checkout.services.releasing import give_back, locked, release
from shop.payment import services as payments
from shop.payment.models import Payment
from shop.payment.models.payments import CARD
from shop.promotions import claims
from shop.stock import holds

log = logging.getLogger(__name__)
State = PendingOrder.State
TRIES = 4


def settle(reference: str) -> PendingOrder:
    """Ask Stripe how this payment stands and act upon it; the pending order as it is afterwards.

    Raises PendingOrder.DoesNotExist, StripeDown.
    """
    pending = PendingOrder.objects.get(reference=reference)
    if pending.state == State.PLACED:
        return pending
    payment = Payment.objects.filter(reference=reference, means=CARD).first()
    if payment is None:
        if pending.is_live and not pending.due and pending.is_complete:
            _placed(reference)
    else:
        settle_paid(payments.look(payment))
    pending.refresh_from_db()
    return pending


def settle_paid(payment: Payment) -> None:
    """Act upon what Stripe was last seen to say; any number of callers at once. The socket of payment calls it."""
    pending = PendingOrder.objects.filter(reference=payment.reference).first()
    if pending is None or pending.state in (State.PLACED, State.REFUNDED):
        return
    if payment.state == Payment.State.PAID:
        _place_or_refund(pending, payment)
    elif payment.state == Payment.State.CANCELLED and pending.is_live:
        try:
            release(pending.reference, "the payment was cancelled")
        except NoLongerPending:
            log.info("Pending order %s ended while its payment was cancelled.", pending.pk)
    elif payment.state == Payment.State.REVIEW and pending.is_live:
        _review(pending.reference, "what was paid is not what was due")


def _place_or_refund(pending: PendingOrder, payment: Payment) -> None:
    if not pending.is_complete:
        express.complete(pending.reference, payments.session_facts(payment), payment.amount)
    try:
        _placed(pending.reference)
    except NotPaid:
        log.error("Pending order %s was paid with another sum than is due: held for review.", pending.pk)
        _review(pending.reference, "what was paid is not what was due")
    except NoLongerPending as over:
        if over.pending.state == State.RELEASED and _taken_up(pending.reference):
            _placed(pending.reference)
        elif over.pending.state in (State.RELEASED, State.REFUNDING):
            refund_surplus(pending.reference)


@transaction.atomic
def _review(reference: str, reason: str) -> None:
    """A person has to look; what is held stays held, so that either answer is still possible."""
    pending = locked(reference)
    if pending.is_live:
        pending.state, pending.reason = State.REVIEW, reason
        pending.save(update_fields=["state", "reason"])


def _taken_up(reference: str) -> bool:
    """Paid after it was given up: everything is held anew if it is all still to be had, or nothing."""
    try:
        with transaction.atomic():
            pending = locked(reference)
            if pending.state != State.RELEASED:
                return pending.is_live
            wanted: dict[int, int] = {}
            for line in pending.lines:
                wanted[line["stockrecord_id"]] = wanted.get(line["stockrecord_id"], 0) + line["quantity"]
            pending.state, pending.ended_at = State.PAYING, None
            pending.save(update_fields=["state", "ended_at"])
            holds.hold(pending.reference, wanted, clock.now())
            if pending.claims:
                claims.claim_again(pending.reference)
            hold_plugs(pending)
    except (holds.Gone, claims.CodeSpent, Refused, IntegrityError):
        return False
    return True


def refund_surplus(reference: str) -> None:
    """Give the money back for what cannot be delivered any more: all of it, by one key, told by mail. Again: nothing.

    StripeDown leaves it to the sweep, which comes back until Stripe has answered.
    """
    with transaction.atomic():
        pending = locked(reference)
        if pending.state == State.RELEASED:
            pending.state, pending.look_at = State.REFUNDING, clock.now()
            pending.save(update_fields=["state", "look_at"])
            emails.surplus(pending)
        if pending.state != State.REFUNDING:
            return
    payment = Payment.objects.get(reference=reference, means=CARD)
    state = payments.refund(payment, amount=payment.received, key=f"surplus-{reference}")
    if state == "pending":
        return
    if state == "failed":
        log.error("The surplus payment of pending order %s could not be refunded.", pending.pk)
        PendingOrder.objects.filter(pk=pending.pk, state=State.REFUNDING).update(
            state=State.REVIEW, reason="the refund of a surplus payment failed"
        )
        return
    PendingOrder.objects.filter(pk=pending.pk, state=State.REFUNDING).update(state=State.REFUNDED, ended_at=clock.now())


def refund_review(reference: str) -> None:
    """Staff decided that what is held for review shall not be delivered: stock is freed, the money goes back.

    Raises NoLongerPending for anything else, StripeDown and Refused as refunds do; the sweep goes on with it then.
    """
    with transaction.atomic():
        pending = locked(reference)
        if pending.state != State.REVIEW:
            raise NoLongerPending(pending)
        give_back(pending)
        pending.state, pending.look_at = State.REFUNDING, clock.now()
        pending.save(update_fields=["state", "look_at"])
    refund_surplus(reference)


def _placed(reference: str) -> None:
    """Rivals for the same rows may be told to come again by the database: they do, a few times."""
    for attempt in range(1, TRIES + 1):
        try:
            place(reference)
            return
        except OperationalError:
            if attempt == TRIES:
                raise
            time.sleep(0.05 * attempt)
