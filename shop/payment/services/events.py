"""Events of Stripe: stored when they come, worked afterwards by a look at the thing itself, whatever their order."""

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q

from shop import clock
from shop.payment import calls
from shop.payment.errors import Refused, StripeDown
from shop.payment.gateway import Visit
from shop.payment.models import Event, Payment, PaymentRefund
from shop.payment.models.payments import CARD
from shop.payment.services import refunding
from shop.payment.services.looking import look_within
from shop.payment.services.recording import locked

log = logging.getLogger(__name__)
BATCH = 100
# Longer than a worker takes for one event; then another one may try.
LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
# What is subscribed to (docs/operations.md). Others are stored, and worked by doing nothing.
PREFIXES = ("payment_intent.", "charge.", "refund.", "checkout.session.")


def receive(key: str, kind: str, body: str) -> bool:
    """Stores an event whose signature is right; False when it is there already. One statement."""
    try:
        with transaction.atomic():
            Event.objects.create(key=key, kind=kind[:80], body=body)
    except IntegrityError:
        return False
    return True


def work_events(limit: int = BATCH) -> int:
    """Works what is due, each event by one worker at a time; gives how many were worked. Never raises for one."""
    done = 0
    for event in _claim(limit):
        try:
            result = work(event)
        except StripeDown as error:
            _later(event, str(error))
            continue
        except Exception as error:
            log.exception("Event %s (%s) could not be worked.", event.key, event.kind)
            _later(event, f"{type(error).__name__}: {error}")
            continue
        Event.objects.filter(pk=event.pk).update(worked_at=clock.now(), result=result[:200])
        done += 1
    return done


def _claim(limit: int) -> list[Event]:
    """Due events, moved on in time so that no other worker takes them meanwhile."""
    now = clock.now()
    with transaction.atomic(durable=True):
        due = Event.objects.filter(worked_at__isnull=True, due_at__lte=now).order_by("due_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        events = list(due[:limit])
        Event.objects.filter(pk__in=[event.pk for event in events]).update(
            due_at=now + LEASE, attempts=F("attempts") + 1
        )
    for event in events:
        event.attempts += 1
    return events


def _later(event: Event, why: str) -> None:
    pause = min(LONGEST_PAUSE, timedelta(seconds=15 * 2 ** min(event.attempts, 12)))
    Event.objects.filter(pk=event.pk).update(due_at=clock.now() + pause, result=why[:200])


def work(event: Event) -> str:
    """What an event means, in words for the log. The event's own copy of the thing is used for its ids only."""
    if not event.kind.startswith(PREFIXES):
        return "not for us"
    thing: Mapping[str, Any] = json.loads(event.body)["data"]["object"]
    payment = _payment_of(thing)
    if payment is None:
        return "no payment of ours"
    visit = Visit()
    if thing["object"] == "refund":
        _work_refund(visit, payment, thing)
    intent_id = _intent_of(thing)
    if payment.intent_id and intent_id and intent_id != payment.intent_id and not payment.session_id:
        # An intent that was made twice (Stripe remembered an error): nobody has its secret, so nobody can pay it.
        if event.kind == "payment_intent.succeeded":
            log.error("PaymentIntent %s of %s was paid and is not its own.", intent_id, payment.reference)
        return f"not the intent of {payment.reference}"
    if not payment.intent_id and not payment.session_id and intent_id:
        payment = _find_again(payment, intent_id)
    before = payment.state
    after = look_within(visit, payment).state
    return f"{payment.reference}: {before} → {after}" if after != before else f"{payment.reference}: {after}"


def _payment_of(thing: Mapping[str, Any]) -> Payment | None:
    kind, key = thing.get("object"), thing.get("id") or ""
    intent_id = _intent_of(thing)
    ours = Q(session_id=key) if kind == "checkout.session" else Q(pk__in=())
    if intent_id:
        ours |= Q(intent_id=intent_id)
    found = Payment.objects.filter(ours).first()
    if found is not None:
        return found
    reference = thing.get("client_reference_id") or (thing.get("metadata") or {}).get("reference")
    return Payment.objects.filter(reference=reference, means=CARD).first() if reference else None


def _intent_of(thing: Mapping[str, Any]) -> str:
    named = thing.get("id") if thing.get("object") == "payment_intent" else thing.get("payment_intent")
    return str(named["id"] if isinstance(named, dict) else named or "")


def _find_again(payment: Payment, intent_id: str) -> Payment:
    """The answer to our call got lost, and here is what it made."""
    intent = calls.read_intent(Visit(), intent_id)
    with locked(payment.pk) as payment:
        opened = payment.calls.filter(purpose__in=calls.BEGINNINGS, state="sent").first()
        if not payment.intent_id and not (opened is not None and opened.purpose == calls.SESSION):
            payment.intent_id = intent.id
            payment.client_secret, payment.amount_at_stripe = intent.client_secret or "", intent.amount
            payment.save(update_fields=["intent_id", "client_secret", "amount_at_stripe"])
            if opened is not None:
                calls.end(opened)
    return payment


def _work_refund(visit: Visit, payment: Payment, thing: Mapping[str, Any]) -> None:
    """A refund of ours moved; one made by hand is found by the look at the payment."""
    key = (thing.get("metadata") or {}).get("key", "")
    ours = PaymentRefund.objects.filter(Q(refund_id=thing["id"]) | Q(key=key), payment=payment).first()
    if ours is None:
        return
    try:
        refunding.settle(ours, *refunding.told(calls.read_refund(visit, str(thing["id"]))))
    except Refused as refusal:
        log.warning("Refund %s of %s is not known to Stripe: %s", thing["id"], payment.reference, refusal)
