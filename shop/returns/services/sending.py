"""Sending refunds: rows are the truth, whoever finds one due sends it, and the same key makes it the same refund."""

import logging
from collections.abc import Collection
from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.db.models import Case, F, Value, When

from shop import clock
from shop.checkout import means, reductions
from shop.order.services import settle_state
from shop.payment import services as payments
from shop.payment.errors import Refused, StripeDown
from shop.payment.models import PaymentRefund
from shop.payment.models.payments import CARD
from shop.returns.models import Refund, RefundPart, State
from shop.returns.services.telling import tell

log = logging.getLogger(__name__)

OPEN = (State.ASKED, State.SENDING, State.PENDING)
# Longer than a call to Stripe may take: who has a part in hand keeps it so long, and if they die it is due again.
LEASE = timedelta(seconds=60)
# Stripe tells when a pending refund ends; this is for when the news is lost.
LOOK_AGAIN = timedelta(hours=6)
LONGEST_PAUSE = timedelta(hours=1)


def nudge() -> None:
    """Wake the sweep now. Lost, it costs a minute."""
    current_app.send_task("returns.sweep")


def send_due(limit: int = 20) -> int:
    """Send what is due, one part after the other; how many were taken in hand. Any number of workers may call it."""
    for taken in range(limit):
        part_id = _take()
        if part_id is None:
            return taken
        try:
            _send(RefundPart.objects.select_related("refund__order", "payment").get(pk=part_id))
        except StripeDown as reason:
            # It may have been done: the same key finds it. The others would only wait for the same silence.
            _later(part_id, str(reason))
            return taken + 1
    return limit


def hear(told: PaymentRefund) -> None:
    """What the payment room tells of a refund that changed (its socket `outcomes`); others' refunds are not ours."""
    part = RefundPart.objects.filter(key=told.key).first()
    if part is not None and told.state != PaymentRefund.State.ASKED:
        _note(part.pk, told.state, trouble=told.failure, stripe_id=told.refund_id)


@transaction.atomic
def _take() -> int | None:
    """The part that has been due longest, with a lease on it; None when nothing is due."""
    now = clock.now()
    due = RefundPart.objects.select_for_update(skip_locked=True, no_key=True).filter(state__in=OPEN, due_at__lte=now)
    part = due.order_by("due_at", "pk").first()
    if part is None:
        return None
    in_hand = Case(When(state=State.PENDING, then=Value(State.PENDING)), default=Value(State.SENDING))
    RefundPart.objects.filter(pk=part.pk).update(state=in_hand, due_at=now + LEASE, attempts=F("attempts") + 1)
    Refund.objects.filter(pk=part.refund_id, state=State.ASKED).update(state=State.SENDING)
    return part.pk


def _send(part: RefundPart) -> None:
    """Raises StripeDown. Anything else that goes wrong is noted and tried again, or failed for good."""
    try:
        if part.payment is not None and part.name == CARD:
            answer = payments.refund(part.payment, amount=part.amount, key=part.key)
            known = PaymentRefund.objects.filter(key=part.key).first()
            _note(part.pk, answer, trouble=known.failure if known else "", stripe_id=known.refund_id if known else "")
        else:
            _give_back(part)
    except StripeDown:
        raise
    except Refused as reason:
        _note(part.pk, State.FAILED, trouble=str(reason))
    except Exception as error:
        log.exception("part %s of refund %s could not be sent", part.pk, part.refund_id)
        _later(part.pk, type(error).__name__)


@transaction.atomic
def _give_back(part: RefundPart) -> None:
    """To a plug of the checkout: what it does and our note of it stand or fall together."""
    reference = part.refund.order.reference or ""
    if part.kind == RefundPart.Kind.REDUCTION:
        reductions.plugs()[part.name].give_back(reference=reference, amount=part.amount, key=part.key)
    else:
        means.plugs()[part.name].refund(reference=reference, amount=part.amount, key=part.key)
    _note(part.pk, State.DONE)


def _later(part_id: int, trouble: str) -> None:
    """Not now: due again after a pause that grows with the attempts."""
    part = RefundPart.objects.get(pk=part_id)
    pause = min(timedelta(minutes=1) * 2 ** min(part.attempts - 1, 6), LONGEST_PAUSE)
    mine = RefundPart.objects.filter(pk=part_id, state__in=OPEN)
    mine.update(due_at=clock.now() + pause, trouble=trouble[:200])


@transaction.atomic
def _note(part_id: int, state: str, *, trouble: str = "", stripe_id: str = "") -> None:
    """Write down what became of a part. What is done only changes when the bank sends it back."""
    refund = Refund.objects.select_for_update(no_key=True).get(parts=part_id)
    part = RefundPart.objects.get(pk=part_id)
    if part.by_hand or part.state == state == State.DONE or (part.state == State.DONE and state != State.FAILED):
        return
    part.state, part.trouble = state, trouble[:200]
    part.stripe_id = stripe_id or part.stripe_id
    part.done_at = clock.now() if state == State.DONE else None
    part.due_at = clock.now() + LOOK_AGAIN
    part.save()
    settle(refund)


def settle(refund: Refund) -> None:
    """Bring a refund, under its lock, to what its parts say; the customer is told once, when all of it has left."""
    states = set(RefundPart.objects.filter(refund=refund).values_list("state", flat=True))
    state = _of_parts(states)
    done_at = (refund.done_at or clock.now()) if state == State.DONE else None
    if (state, done_at) != (refund.state, refund.done_at):
        refund.state, refund.done_at = state, done_at
        refund.save(update_fields=["state", "done_at"])
        settle_state([refund.order_id])
    if state in (State.PENDING, State.DONE):
        tell(refund)


def _of_parts(states: Collection[str]) -> str:
    """One word for all parts: what needs somebody first, then what is behind."""
    if not states or set(states) == {State.DONE}:
        return State.DONE
    for state in (State.FAILED, State.SENDING):
        if state in states:
            return state
    if State.ASKED in states:
        return State.ASKED if len(states) == 1 else State.SENDING
    return State.PENDING
