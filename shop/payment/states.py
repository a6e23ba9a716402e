"""Stripe's words for where a payment stands, in ours. Read from the object itself, never from an event's copy of it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shop.payment.models import Payment

if TYPE_CHECKING:
    from stripe import Charge, PaymentIntent, StripeObject
    from stripe.checkout import Session

State = Payment.State
OF_INTENT = {
    "requires_payment_method": State.OPEN,
    "requires_confirmation": State.OPEN,
    "requires_action": State.OPEN,
    "processing": State.PROCESSING,
    "requires_capture": State.PROCESSING,
    "succeeded": State.PAID,
    "canceled": State.CANCELLED,
}


@dataclass(frozen=True)
class Seen:
    """What a look at Stripe showed. `amount` is what was to be paid there, `received` what was taken, in cents."""

    state: str
    amount: int
    currency: str
    received: int = 0
    refunded: int = 0
    intent_id: str = ""
    brand: str = ""
    last4: str = ""
    fingerprint: str = ""
    wallet: str = ""
    failure: str = ""
    rate: str | None = None  # the code of the delivery chosen on a hosted page
    subtotal: int | None = None  # of a hosted page: the goods alone


def of_intent(intent: "PaymentIntent") -> Seen:
    state = OF_INTENT.get(intent.status, State.OPEN)
    error = intent.last_payment_error
    failure = ""
    if state == State.OPEN and error is not None:
        failure = str(getattr(error, "decline_code", None) or getattr(error, "code", None) or "failed")
        if intent.status == "requires_payment_method":
            state = State.FAILED
    charge = intent.latest_charge if not isinstance(intent.latest_charge, str) else None
    return Seen(
        state=state,
        amount=intent.amount,
        currency=intent.currency,
        received=intent.amount_received,
        intent_id=intent.id,
        failure=failure[:80],
        **_of_charge(charge),
    )


def of_session(session: "Session") -> Seen:
    """A hosted page: open, over without payment, or what its intent says."""
    intent, rate = session.payment_intent, None
    if session.shipping_cost is not None:
        chosen = session.shipping_cost.shipping_rate
        rate = "" if chosen is None or isinstance(chosen, str) else noted(chosen.metadata, "code")
    if intent is not None and not isinstance(intent, str):
        seen = of_intent(intent)
        if session.status == "open" and seen.state == State.FAILED:
            # The page itself says so to the person, who tries again there.
            seen = replace(seen, state=State.OPEN)
        if session.status == "expired" and seen.state in (State.OPEN, State.FAILED):
            seen = replace(seen, state=State.CANCELLED)
    else:
        states = {"open": State.OPEN, "expired": State.CANCELLED}
        seen = Seen(states.get(session.status or "open", State.PROCESSING), 0, "")
    return replace(
        seen,
        amount=session.amount_total or 0,
        currency=session.currency or "",
        subtotal=session.amount_subtotal or 0,
        rate=rate,
    )


def noted(metadata: "StripeObject | None", name: str) -> str:
    """What we wrote into an object's metadata under this name; empty when we did not."""
    return str(metadata[name]) if metadata is not None and name in metadata else ""


def _of_charge(charge: "Charge | None") -> dict[str, Any]:
    """What was paid with: brand, last figures, fingerprint, wallet; the brand of anything but a card is its kind."""
    if charge is None:
        return {}
    found: dict[str, Any] = {"refunded": charge.amount_refunded}
    details = charge.payment_method_details
    if details is None:
        return found
    card = getattr(details, "card", None)
    if card is None:
        return found | {"brand": str(details.type)[:40]}
    wallet = getattr(card, "wallet", None)
    return found | {
        "brand": str(getattr(card, "brand", None) or "")[:40],
        "last4": str(getattr(card, "last4", None) or "")[:4],
        "fingerprint": str(getattr(card, "fingerprint", None) or "")[:40],
        "wallet": str(wallet.type)[:40] if wallet is not None else "",
    }
