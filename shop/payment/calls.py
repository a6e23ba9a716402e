"""Stored idempotency keys: the wish is written down, then made, then marked as answered."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from shop import clock
from shop.payment.errors import Refused, SpoiltKey
from shop.payment.gateway import Visit
from shop.payment.models import Call, Payment

if TYPE_CHECKING:
    from stripe import PaymentIntent, Refund, RequestOptions, StripeClient
    from stripe.checkout import Session
    from stripe.params import (
        PaymentIntentCancelParams,
        PaymentIntentCreateParams,
        PaymentIntentUpdateParams,
        RefundCreateParams,
    )
    from stripe.params.checkout import SessionCreateParams

T = TypeVar("T")
INTENT, SESSION, AMOUNT, CANCEL, EXPIRE, REFUND = "intent", "session", "amount", "cancel", "expire", "refund"
BEGINNINGS = (INTENT, SESSION)


def digest(parameters: Mapping[str, Any]) -> str:
    """The same for the same parameters, whatever their order."""
    return hashlib.sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()


def planned(payment: Payment, purpose: str, parameters: Mapping[str, Any], *, is_first: bool = False) -> Call:
    """The call that is under way for this wish, or a new one. Under the payment's lock, in its own transaction.

    `is_first`: the payment was made in this very transaction, so that there can be none yet.
    """
    if is_first:
        return Call.objects.create(
            payment=payment, purpose=purpose, digest=digest(parameters), parameters=dict(parameters)
        )
    call, _made = Call.objects.get_or_create(
        payment=payment,
        purpose=purpose,
        digest=digest(parameters),
        state=Call.State.SENT,
        defaults={"parameters": dict(parameters)},
    )
    return call


def end(call: Call, state: str = Call.State.ANSWERED) -> None:
    """The answer is known: a wish like this one gets a new key from now on. In the transaction that records it."""
    Call.objects.filter(pk=call.pk, state=Call.State.SENT).update(state=state, parameters={}, ended_at=clock.now())


def _write(visit: Visit, call: Call, do: "Callable[[StripeClient, RequestOptions], T]") -> T:
    """Makes a call under its key. Raises StripeDown (the call stays), SpoiltKey and Refused (it is over)."""
    try:
        return visit.ask(do, call.key)
    except SpoiltKey:
        end(call, Call.State.SPOILT)
        raise
    except Refused:
        end(call, Call.State.REFUSED)
        raise


# --- one function a verb of Stripe's; the parameters were written by shop.payment.parameters ------------------------
def create_intent(visit: Visit, call: Call) -> "PaymentIntent":
    given = cast("PaymentIntentCreateParams", call.parameters)
    return _write(visit, call, lambda client, options: client.v1.payment_intents.create(given, options))


def update_intent(visit: Visit, call: Call, intent_id: str) -> "PaymentIntent":
    given = cast("PaymentIntentUpdateParams", call.parameters)
    return _write(visit, call, lambda client, options: client.v1.payment_intents.update(intent_id, given, options))


def cancel_intent(visit: Visit, call: Call, intent_id: str) -> "PaymentIntent":
    given = cast("PaymentIntentCancelParams", call.parameters)
    return _write(visit, call, lambda client, options: client.v1.payment_intents.cancel(intent_id, given, options))


def create_session(visit: Visit, call: Call) -> "Session":
    given = cast("SessionCreateParams", call.parameters)
    return _write(visit, call, lambda client, options: client.v1.checkout.sessions.create(given, options))


def expire_session(visit: Visit, call: Call, session_id: str) -> "Session":
    return _write(visit, call, lambda client, options: client.v1.checkout.sessions.expire(session_id, None, options))


def create_refund(visit: Visit, call: Call) -> "Refund":
    given = cast("RefundCreateParams", call.parameters)
    return _write(visit, call, lambda client, options: client.v1.refunds.create(given, options))


# --- looking: no key, nothing is written ------------------------------------------------------------------------------
def read_intent(visit: Visit, intent_id: str) -> "PaymentIntent":
    return visit.ask(
        lambda client, options: client.v1.payment_intents.retrieve(intent_id, {"expand": ["latest_charge"]}, options)
    )


def read_session(visit: Visit, session_id: str) -> "Session":
    opened = ["payment_intent.latest_charge", "shipping_cost.shipping_rate"]
    return visit.ask(
        lambda client, options: client.v1.checkout.sessions.retrieve(session_id, {"expand": opened}, options)
    )


def read_refund(visit: Visit, refund_id: str) -> "Refund":
    return visit.ask(lambda client, options: client.v1.refunds.retrieve(refund_id, None, options))


def refunds_of(visit: Visit, intent_id: str) -> "list[Refund]":
    """The last hundred refunds of an intent, newest first."""
    return visit.ask(
        lambda client, options: client.v1.refunds.list({"payment_intent": intent_id, "limit": 100}, options)
    ).data
