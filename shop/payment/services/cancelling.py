"""Nobody shall be able to pay this any more: Stripe is asked first, and only its word counts."""

from shop import clock
from shop.payment import calls, parameters
from shop.payment.errors import Refused, SpoiltKey, StripeDown
from shop.payment.gateway import Visit
from shop.payment.models import Call, Payment
from shop.payment.services.looking import look_within
from shop.payment.services.recording import locked
from shop.payment.services.telling import tell

State = Payment.State


def cancel(payment: Payment) -> bool:
    """Whether it is certain that nobody will pay it: cancelled at Stripe, expired there, or never made.

    False: it is paid, held for review, or at work at the bank (then ask again later). Called again: the same answer.
    Raises StripeDown: nobody knows, ask again.
    """
    visit = Visit()
    with locked(payment.pk) as payment:
        if payment.state == State.CANCELLED:
            return True
        if payment.is_over:
            return False
        lost = None
        if not payment.intent_id and not payment.session_id:
            lost = payment.calls.filter(purpose__in=calls.BEGINNINGS, state=Call.State.SENT).first()
            if lost is None:
                _close(payment)
    if payment.state == State.CANCELLED:
        tell(payment)
        return True
    if lost is not None:
        payment = _find(visit, payment, lost)
    return _cancel_at_stripe(visit, payment)


def _find(visit: Visit, payment: Payment, lost: Call) -> Payment:
    """What a call made whose answer got lost: the same call under the same key tells."""
    try:
        made = calls.create_session(visit, lost) if lost.purpose == calls.SESSION else calls.create_intent(visit, lost)
    except (Refused, SpoiltKey):
        # Either nothing was made (a page whose time is over cannot be), or something whose secret nobody ever got.
        return payment
    with locked(payment.pk) as payment:
        calls.end(lost)
        field = "session_id" if lost.purpose == calls.SESSION else "intent_id"
        setattr(payment, field, getattr(payment, field) or made.id)
        payment.save(update_fields=[field])
    return payment


def _cancel_at_stripe(visit: Visit, payment: Payment) -> bool:
    with locked(payment.pk) as payment:
        if payment.session_id:
            call = calls.planned(payment, calls.EXPIRE, {})
        elif payment.intent_id:
            call = calls.planned(payment, calls.CANCEL, parameters.cancellation())
        else:
            call = None
    try:
        if call is not None and payment.session_id:
            calls.expire_session(visit, call, payment.session_id)
        elif call is not None:
            calls.cancel_intent(visit, call, payment.intent_id)
    except (Refused, SpoiltKey):
        return _too_late(visit, payment)
    with locked(payment.pk) as payment:
        if call is not None:
            calls.end(call)
        if not payment.is_over:
            _close(payment)
    tell(payment)
    return payment.state == State.CANCELLED


def _too_late(visit: Visit, payment: Payment) -> bool:
    """Stripe would not: paid, at work, or over. A page that was left with a failed payment still has its intent."""
    payment = look_within(visit, payment)
    if payment.is_over or payment.state == State.PROCESSING:
        return payment.state == State.CANCELLED
    if not (payment.session_id and payment.intent_id):
        raise StripeDown("it was not cancelled, and can still be paid")
    with locked(payment.pk) as payment:
        call = calls.planned(payment, calls.CANCEL, parameters.cancellation())
    try:
        calls.cancel_intent(visit, call, payment.intent_id)
    except (Refused, SpoiltKey):
        return look_within(visit, payment).state == State.CANCELLED
    with locked(payment.pk) as payment:
        calls.end(call)
        if not payment.is_over:
            _close(payment)
    tell(payment)
    return payment.state == State.CANCELLED


def _close(payment: Payment) -> None:
    payment.state, payment.changed_at, payment.client_secret = State.CANCELLED, clock.now(), ""
    payment.save(update_fields=["state", "changed_at", "client_secret"])
