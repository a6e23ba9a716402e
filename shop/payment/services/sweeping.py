"""What nobody announced is found: every minute or two, by any number of workers at once."""

import logging
import time
from contextlib import suppress
from datetime import timedelta

from django.db.models import F, Q

from shop import clock
from shop.payment import calls, marks
from shop.payment.errors import Refused, StripeDown
from shop.payment.gateway import Visit
from shop.payment.models import Call, Event, Mark, Payment, PaymentRefund
from shop.payment.services import refunding
from shop.payment.services.events import work_events
from shop.payment.services.looking import look
from shop.payment.services.telling import tell, tell_refund

log = logging.getLogger(__name__)
BATCH = 50
# A sweep ends before the next one begins, even if Stripe hangs at every call.
SECONDS = 50.0
# A browser comes back, a webhook comes in: only what has been silent for so long is asked after.
SILENCE = timedelta(minutes=2)
KEPT_BODIES = timedelta(days=30)


def reconcile(*, silence: timedelta = SILENCE) -> dict[str, int]:
    """Events not worked, payments and refunds not settled, news that nobody took in. Gives how many of each it did."""
    ends = time.monotonic() + SECONDS
    done = {"events": work_events()}
    done["looks"] = _look_again(clock.now() - silence, ends)
    done["refunds"] = _ask_again(clock.now() - silence, ends)
    done["told"] = _tell_again(clock.now() - silence / 2)
    if not Mark.objects.exists():
        # The first hours of a new shop: not only from tomorrow on.
        with suppress(StripeDown, Refused):
            marks.refresh()
    return done


def _look_again(before: object, ends: float) -> int:
    """Payments that wait for a shopper or a bank, those longest not looked at first."""
    waiting = Payment.objects.filter(state__in=["open", "processing", "failed"]).exclude(intent_id="", session_id="")
    silent = Q(looked_at__isnull=True, changed_at__lt=before) | Q(looked_at__lt=before)
    done = 0
    for payment in waiting.filter(silent).order_by(F("looked_at").asc(nulls_first=True), "pk")[:BATCH]:
        if time.monotonic() > ends:
            break
        try:
            look(payment)
            done += 1
        except StripeDown as error:
            log.warning("Stripe does not answer: %s", error)
            break
        except Refused as refusal:
            # Unknown there (other keys, another account): the others go on, this one comes last from now on.
            log.error("Payment %s cannot be looked up at Stripe: %s", payment.reference, refusal)
            Payment.objects.filter(pk=payment.pk).update(looked_at=clock.now())
    return done


def _ask_again(before: object, ends: float) -> int:
    """Refunds whose answer got lost, and those under way."""
    waiting = PaymentRefund.objects.filter(state__in=["asked", "pending"]).exclude(payment__intent_id="")
    silent = Q(looked_at__isnull=True, changed_at__lt=before) | Q(looked_at__lt=before)
    done = 0
    first = F("looked_at").asc(nulls_first=True)
    for wanted in waiting.filter(silent).select_related("payment").order_by(first, "pk")[:BATCH]:
        if time.monotonic() > ends:
            break
        PaymentRefund.objects.filter(pk=wanted.pk).update(looked_at=clock.now())
        try:
            if wanted.state == PaymentRefund.State.ASKED or not wanted.refund_id:
                refunding.ask(Visit(), wanted)
            else:
                refunding.settle(wanted, *refunding.told(calls.read_refund(Visit(), wanted.refund_id)))
            done += 1
        except StripeDown as error:
            log.warning("Stripe does not answer: %s", error)
            break
        except Refused as refusal:
            log.error("Refund %s cannot be looked up at Stripe: %s", wanted.key, refusal)
    return done


def _tell_again(before: object) -> int:
    """News that those who act on it have not taken in."""
    untold = ~Q(handled=F("state")) & (Q(told_at__isnull=True) | Q(told_at__lt=before))
    first = F("told_at").asc(nulls_first=True)
    payments = Payment.objects.filter(untold).order_by(first, "pk")[:BATCH]
    refunds = PaymentRefund.objects.filter(untold).select_related("payment").order_by(first, "pk")[:BATCH]
    return sum(map(tell, payments)) + sum(map(tell_refund, refunds))


def empty_bodies() -> int:
    """Empties events worked 30 days ago: their copies of names and addresses are needed no more (GDPR Art. 5(1)(e)).

    Parameters of calls that never got an answer go the same way.
    """
    before = clock.now() - KEPT_BODIES
    Call.objects.filter(created_at__lt=before).exclude(parameters={}).update(parameters={})
    return Event.objects.filter(worked_at__lt=before).exclude(body="").update(body="")
