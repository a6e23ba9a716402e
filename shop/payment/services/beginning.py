"""A payment begins: one intent, or one hosted page, for one reference."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from django.db import transaction

from shop.delivery.addresses import Address
from shop.payment import calls, parameters
from shop.payment.errors import Refused, SpoiltKey
from shop.payment.gateway import Visit
from shop.payment.models import Call, Payment
from shop.payment.models.payments import CARD
from shop.payment.services.looking import look_within
from shop.payment.services.recording import locked
from shop.payment.shapes import Item, Rate

State = Payment.State
# Somebody else may change the amount at the same time; whoever comes last puts it right.
TRIES = 3


def begin_card(*, reference: str, amount: int, email: str, language: str, description: str) -> Payment:
    """The PaymentIntent of a reference over so many cents: made, or the one that is there with its amount brought up.

    Returned as it stands: a payment that is processing, paid or held for review is not touched, the caller looks at
    `state`. Stripe is told neither e-mail nor language: the shop writes its own mails. Raises StripeDown, Refused
    (`begun_otherwise`: a hosted page was opened for this reference; `cancelled`).
    """
    visit, wish = Visit(), parameters.intent(reference, amount, description)
    with transaction.atomic(durable=True):
        payment, is_new = _row_of(reference, amount)
        # Nobody else sees the row before the commit: the call stands in it from the first moment.
        call = calls.planned(payment, calls.INTENT, wish, is_first=True) if is_new else None
    if call is not None:
        payment = _make_intent(visit, payment, call)
        return payment if _stands(payment, amount) else _bring_up(visit, payment)
    with locked(payment.pk) as payment:
        _may_begin(payment, payment.session_id or _has(payment, calls.SESSION))
        if payment.is_over or payment.state == State.PROCESSING:
            return payment
        payment.amount = amount
        payment.save(update_fields=["amount"])
        # A call without an answer comes first, whatever it asked for: what it made, if anything, is found by it.
        call = None if payment.intent_id else _sent(payment) or calls.planned(payment, calls.INTENT, wish)
    if call is not None:
        payment = _make_intent(visit, payment, call)
    return _bring_up(visit, payment)


def begin_session(
    *,
    reference: str,
    items: Sequence[Item],
    rates: Sequence[Rate],
    countries: Sequence[str],
    email: str,
    language: str,
    success_url: str,
    cancel_url: str,
    expires_at: datetime,
    address: Address | None = None,
) -> Payment:
    """The hosted page of a reference: made, or the one that is there if it still can be paid.

    Without `address` it asks for one in `countries`, and for a telephone number. `expires_at`: 30 minutes to 24 hours
    from now, as Stripe has it. `Payment.amount` is goods with the first delivery until one is chosen. Raises
    StripeDown, Refused (`begun_otherwise`: by a card form, or with other lines or deliveries; `cancelled`).
    """
    visit = Visit()
    goods = sum(item.total for item in items)
    offered = {rate.code: rate.price for rate in rates[: parameters.MOST_RATES]}
    wanted = {
        "items": [asdict(item) for item in items],
        "rates": offered,
        "countries": sorted(countries),
        "address": asdict(address) if address else None,
    }
    content = calls.digest(wanted)
    wish = parameters.session(
        reference=reference,
        items=items,
        rates=rates,
        countries=countries,
        email=email,
        language=language,
        success_url=success_url,
        cancel_url=cancel_url,
        expires_at=expires_at,
        address=address,
    )
    payment = _row(reference, goods + next(iter(offered.values()), 0))
    with locked(payment.pk) as payment:
        _may_begin(payment, (payment.intent_id and not payment.session_id) or _has(payment, calls.INTENT))
        _may_begin(payment, payment.content and payment.content != content)
        if payment.session_id:
            return payment
        payment.content, payment.goods, payment.rates = content, goods, offered
        payment.save(update_fields=["content", "goods", "rates"])
        call = _sent(payment) or calls.planned(payment, calls.SESSION, wish)
    return make_session(visit, payment, call)


def _row(reference: str, amount: int) -> Payment:
    with transaction.atomic(durable=True):
        return _row_of(reference, amount)[0]


def _row_of(reference: str, amount: int) -> tuple[Payment, bool]:
    return Payment.objects.get_or_create(reference=reference, means=CARD, defaults={"amount": amount})


def _stands(payment: Payment, amount: int) -> bool:
    """Whether what was just read under the lock is what was asked for: open, and over this amount at Stripe."""
    return payment.state == State.OPEN and payment.amount == payment.amount_at_stripe == amount


def _may_begin(payment: Payment, is_otherwise: object) -> None:
    if payment.state == State.CANCELLED:
        raise Refused("cancelled", f"payment {payment.reference} was cancelled")
    if is_otherwise:
        raise Refused("begun_otherwise", f"payment {payment.reference} was begun in another way")


def _sent(payment: Payment) -> Call | None:
    """The beginning whose answer got lost."""
    return payment.calls.filter(purpose__in=calls.BEGINNINGS, state=Call.State.SENT).first()


def _has(payment: Payment, purpose: str) -> bool:
    return payment.calls.filter(purpose=purpose, state=Call.State.SENT).exists()


def _make_intent(visit: Visit, payment: Payment, call: Call) -> Payment:
    """Makes the intent, and again under another key where Stripe only remembers an error of its own.

    That may leave an intent that nobody has the secret of: it cannot be paid.
    """
    try:
        intent = calls.create_intent(visit, call)
    except SpoiltKey:
        with locked(payment.pk) as payment:
            call = calls.planned(payment, calls.INTENT, call.parameters)
        intent = calls.create_intent(visit, call)
    with locked(payment.pk) as payment:
        calls.end(call)
        if not payment.intent_id:
            payment.intent_id = intent.id
            payment.client_secret, payment.amount_at_stripe = intent.client_secret or "", intent.amount
            payment.save(update_fields=["intent_id", "client_secret", "amount_at_stripe"])
    return payment


def make_session(visit: Visit, payment: Payment, call: Call) -> Payment:
    """Makes the hosted page of a planned call. Raises StripeDown, Refused."""
    try:
        session = calls.create_session(visit, call)
    except SpoiltKey:
        with locked(payment.pk) as payment:
            call = calls.planned(payment, calls.SESSION, call.parameters)
        session = calls.create_session(visit, call)
    with locked(payment.pk) as payment:
        calls.end(call)
        if not payment.session_id:
            payment.session_id, payment.session_url = session.id, session.url or ""
            payment.expires_at = datetime.fromtimestamp(session.expires_at, UTC)
            payment.save(update_fields=["session_id", "session_url", "expires_at"])
    _may_begin(payment, False)
    return payment


def _bring_up(visit: Visit, payment: Payment) -> Payment:
    """Lets Stripe take what the payment is over now, unless it is too late for that."""
    for _try in range(TRIES):
        with locked(payment.pk) as payment:
            _may_begin(payment, False)
            if payment.is_over or payment.state == State.PROCESSING or payment.amount_at_stripe == payment.amount:
                return payment
            call = calls.planned(payment, calls.AMOUNT, parameters.amount(payment.amount))
        try:
            intent = calls.update_intent(visit, call, payment.intent_id)
        except SpoiltKey:
            continue
        except Refused:
            # It was paid, is being paid, or was cancelled in this very moment: the look says which.
            payment = look_within(visit, payment)
            if payment.is_over or payment.state == State.PROCESSING:
                return payment
            raise
        with locked(payment.pk) as payment:
            calls.end(call)
            payment.amount_at_stripe = intent.amount
            payment.save(update_fields=["amount_at_stripe"])
    return payment
