"""A look at Stripe: where does it stand, and what did the person tell the hosted page?"""

from typing import TYPE_CHECKING

from shop import clock
from shop.delivery.addresses import Address
from shop.payment import calls, states
from shop.payment.errors import Refused
from shop.payment.gateway import Visit
from shop.payment.models import Payment
from shop.payment.services.recording import record
from shop.payment.services.telling import tell as tell_all
from shop.payment.shapes import SessionFacts

if TYPE_CHECKING:
    from stripe.checkout import Session


def look(payment: Payment, *, tell: bool = True) -> Payment:
    """Asks Stripe and records the answer; a change of state is told to those who listen, unless the caller acts itself.

    A payment that was never begun there, and those by other means, are given back as stored. Raises StripeDown, Refused
    (Stripe does not know it: other keys, another account).
    """
    return look_within(Visit(), payment, tell=tell)


def look_within(visit: Visit, payment: Payment, *, tell: bool = True) -> Payment:
    """The same as part of a longer visit."""
    asked_at = clock.now()
    if payment.session_id:
        seen = states.of_session(calls.read_session(visit, payment.session_id))
    elif payment.intent_id:
        seen = states.of_intent(calls.read_intent(visit, payment.intent_id))
    else:
        return Payment.objects.get(pk=payment.pk)
    payment, is_news = record(payment.pk, seen, asked_at)
    if is_news and tell:
        tell_all(payment)
    return payment


def session_facts(payment: Payment) -> SessionFacts:
    """What the person told the hosted page of a payment. Raises StripeDown, Refused (`begun_otherwise`)."""
    if not payment.session_id:
        raise Refused("begun_otherwise", f"payment {payment.reference} has no hosted page")
    return facts(calls.read_session(Visit(), payment.session_id))


def facts(session: "Session") -> SessionFacts:
    details = session.customer_details
    collected = session.collected_information
    shipping = collected.shipping_details if collected is not None else None
    name = (shipping.name if shipping is not None else None) or (details.name if details is not None else None) or ""
    phone = (details.phone if details is not None else None) or ""
    address = None
    if shipping is not None:
        first, _space, last = name.strip().partition(" ")
        address = Address(
            first_name=first if last else "",
            last_name=last or first,
            line1=shipping.address.line1 or "",
            line2=shipping.address.line2 or "",
            postcode=shipping.address.postal_code or "",
            city=shipping.address.city or "",
            country=shipping.address.country or "",
            phone=phone,
        )
    return SessionFacts(
        email=(details.email if details is not None else None) or "",
        name=name,
        phone=phone,
        address=address,
        rate=states.of_session(session).rate or "",
    )
