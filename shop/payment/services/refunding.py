"""Money goes back: counted before Stripe is asked, so that the sum never exceeds what was taken."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F

from shop import clock
from shop.payment import calls, parameters
from shop.payment.errors import Refused, SpoiltKey
from shop.payment.gateway import Visit
from shop.payment.models import Call, Payment, PaymentRefund
from shop.payment.services.recording import locked
from shop.payment.services.telling import tell_refund
from shop.payment.states import noted

if TYPE_CHECKING:
    from stripe import Refund

State = PaymentRefund.State
KEY_HOLDS = timedelta(hours=20)
OF_STRIPE = {
    "succeeded": State.DONE,
    "pending": State.PENDING,
    "requires_action": State.PENDING,
    "failed": State.FAILED,
    "canceled": State.FAILED,
}


def refund(payment: Payment, *, amount: int, key: str) -> str:
    """Gives so many cents back: "done", "pending" (Stripe tells the end later) or "failed" (nothing was given back).

    The same key again asks after the same refund. Raises StripeDown (it may be under way and counts as such; the sweep
    finds out), Refused (`too_much`, `not_paid`; `other_amount` for a key that was for another sum or payment).
    """
    if amount <= 0:
        raise ValueError(f"A refund of {amount} cents is none.")
    wanted = _reserve(payment, amount, key)
    if wanted.state == State.ASKED:
        wanted = ask(Visit(), wanted)
    return str(wanted.state)


def _reserve(payment: Payment, amount: int, key: str) -> PaymentRefund:
    """Counts the sum as refunded and writes the wish down, or finds it. Raises Refused."""
    for _try in range(2):
        known = PaymentRefund.objects.filter(key=key).first()
        if known is not None:
            if (known.payment_id, known.amount) != (payment.pk, amount):
                raise Refused("other_amount", f"refund {key} is {known.amount} of payment {known.payment_id}")
            return known
        try:
            with transaction.atomic(durable=True):
                made = PaymentRefund.objects.create(payment=payment, key=key, amount=amount)
                raised = Payment.objects.filter(
                    pk=payment.pk,
                    state__in=[Payment.State.PAID, Payment.State.REVIEW],
                    received__gte=F("refunded") + F("refunded_elsewhere") + amount,
                ).update(refunded=F("refunded") + amount, changed_at=clock.now())
                if not raised:
                    now = Payment.objects.get(pk=payment.pk)
                    raise Refused("too_much" if now.received else "not_paid", f"{now.refundable} cents are left")
                return made
        except IntegrityError:
            # Somebody wrote the same key down in this very moment.
            continue
    raise Refused("other_amount", f"refund {key} cannot be written down")


def ask(visit: Visit, wanted: PaymentRefund) -> PaymentRefund:
    """Asks Stripe for a refund that is written down, under its stored key. Raises StripeDown, Refused (`by_hand`)."""
    payment = wanted.payment
    if not payment.intent_id:
        raise Refused("by_hand", f"payment {payment.reference} was not made at Stripe")
    wish = parameters.refund(payment.intent_id, wanted.amount, wanted.key, payment.reference)
    with locked(payment.pk):
        current = PaymentRefund.objects.select_related("payment").get(pk=wanted.pk)
        if current.state != State.ASKED:
            return current
        # One key for good: whoever comes between an answer and its recording must not ask under another one.
        call = _known(payment, calls.digest(wish)) or calls.planned(payment, calls.REFUND, wish)
        call.parameters = dict(wish)
    # Stripe forgets a key after a day: an old wish is looked for before it is repeated.
    found = _find(visit, wanted) if call.created_at < clock.now() - KEY_HOLDS else None
    try:
        made = found or calls.create_refund(visit, call)
    except SpoiltKey:
        found = _find(visit, wanted)
        if found is None:
            raise
        made = found
    except Refused as refusal:
        return settle(wanted, State.FAILED, failure=refusal.code)
    with locked(payment.pk):
        calls.end(call)
    return settle(wanted, *told(made))


def _known(payment: Payment, digest: str) -> Call | None:
    """The call of this very refund, whatever became of it, unless its key is spoilt."""
    ours = payment.calls.filter(purpose=calls.REFUND, digest=digest)
    return ours.exclude(state=Call.State.SPOILT).first()


def told(made: "Refund") -> tuple[str, str, str]:
    """State, id and failure of a refund, from Stripe's words."""
    return OF_STRIPE.get(made.status or "", State.PENDING), made.id, getattr(made, "failure_reason", None) or ""


def _find(visit: Visit, wanted: PaymentRefund) -> "Refund | None":
    """The refund that Stripe made although it remembers an error: it bears our key."""
    for made in calls.refunds_of(visit, wanted.payment.intent_id):
        if noted(made.metadata, "key") == wanted.key:
            return made
    return None


def settle(wanted: PaymentRefund, state: str, refund_id: str = "", failure: str = "") -> PaymentRefund:
    """Records how a refund stands, once; a failed one is taken out of the sum. News are told. A failure is final."""
    with locked(wanted.payment_id) as payment:
        current = PaymentRefund.objects.select_for_update().get(pk=wanted.pk)
        before = current.state
        current.looked_at = clock.now()
        current.refund_id = current.refund_id or refund_id
        # Done may still turn into failed (the bank sends the money back); nothing else goes backwards.
        allowed = {State.ASKED: (State.PENDING, State.DONE, State.FAILED), State.PENDING: (State.DONE, State.FAILED)}
        if state in allowed.get(State(before), (State.FAILED,)) and before != State.FAILED:
            current.state, current.failure, current.changed_at = state, failure[:80], clock.now()
            if state == State.FAILED:
                payment.refunded -= current.amount
                payment.save(update_fields=["refunded"])
        current.save()
    if current.state != before:
        tell_refund(current)
    return current
