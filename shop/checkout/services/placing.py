"""Place: a paid pending order becomes an order, once, with everything that follows from it in one transaction."""

from dataclasses import fields
from typing import Any

from django.db import transaction

from shop import clock
from shop.cart import services as cart
from shop.checkout import means, reductions
from shop.checkout.errors import NoLongerPending, NotPaid
from shop.checkout.models import PendingOrder
from shop.checkout.services.releasing import locked
from shop.delivery.addresses import Address
from shop.order import services as orders
from shop.order.drafts import Draft, DraftDelivery, DraftLine, DraftReduction
from shop.order.models import Order
from shop.payment import services as payments
from shop.payment.models import Payment
from shop.payment.models.payments import CARD
from shop.people.models import Person
from shop.people.selectors import live
from shop.people.services import grant, person_for_email
from shop.promotions import claims
from shop.stock import holds

State = PendingOrder.State


@transaction.atomic
def place(reference: str) -> Order:
    """The order of this pending order: written now, or the one that stands already.

    Holds, codes, reductions and means are captured, consents written down, the basket closed, in the same transaction.
    Raises NotPaid, NoLongerPending when it was given up meanwhile, PendingOrder.DoesNotExist.
    """
    pending = locked(reference)
    if pending.order is not None:
        return pending.order
    if not pending.is_live:
        raise NoLongerPending(pending)
    _check_paid(pending)
    person = _person(pending)
    order = orders.write(_draft(pending, person))
    _capture(pending, order)
    payments.attach(reference=reference, order_id=order.pk)
    for consent in pending.consents:
        grant(
            person=person,
            purpose=consent["purpose"],
            wording=consent["wording"],
            source="checkout",
            proof=f"order {order.number}",
        )
    if pending.basket is not None:
        cart.submitted(pending.basket)
    pending.order, pending.state, pending.person, pending.ended_at = order, State.PLACED, person, clock.now()
    pending.save(update_fields=["order", "state", "person", "ended_at"])
    return order


def _check_paid(pending: PendingOrder) -> None:
    """What is due is here, to the cent. Raises NotPaid."""
    if not pending.is_complete:
        raise NotPaid(f"pending order {pending.pk} does not know yet where it goes")
    if not pending.due:
        return
    payment = Payment.objects.filter(reference=pending.reference, means=CARD, state=Payment.State.PAID).first()
    if payment is None or payment.amount != pending.due:
        raise NotPaid(f"pending order {pending.pk}: {pending.due} cents are due")


def _person(pending: PendingOrder) -> Person:
    if pending.person is not None:
        return live(pending.person)
    return person_for_email(email=pending.email, language=pending.language)


def _draft(pending: PendingOrder, person: Person) -> Draft:
    delivery = dict(pending.delivery)
    delivery["shares"] = tuple(tuple(share) for share in delivery["shares"])
    return Draft(
        reference=pending.reference,
        person_id=person.pk,
        email=pending.email,
        language=pending.language,
        address=Address(**pending.address),
        lines=tuple(DraftLine(**known(line, DraftLine)) for line in pending.lines),
        delivery=DraftDelivery(**delivery),
        reductions=tuple(DraftReduction(**one) for one in pending.reductions),
        other_means=pending.total - pending.due,
        basket_id=pending.basket_id,
        user_id=pending.user_id,
        touch=pending.touch,
        channel=pending.channel,
    )


def known(row: dict[str, Any], shape: type) -> dict[str, Any]:
    names = {field.name for field in fields(shape)}
    return {name: value for name, value in row.items() if name in names}


def _capture(pending: PendingOrder, order: Order) -> None:
    holds.capture(pending.reference)
    if pending.claims:
        claims.capture(pending.reference, order.pk)
    for socket, kind in ((reductions.plugs(), "reductions"), (means.plugs(), "means")):
        for name in pending.held.get(kind, {}):
            socket[name].capture(reference=pending.reference, order_id=order.pk)
    # What a plug paid is a payment as well: a refund goes back to it.
    for name, amount in pending.held.get("means", {}).items():
        payments.record_paid(reference=pending.reference, means=name, amount=amount)
