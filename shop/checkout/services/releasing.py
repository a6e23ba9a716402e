"""Give up: the intent is cancelled at Stripe first, what was held is given back only when Stripe says so."""

from django.db import transaction

from shop import clock
from shop.cart.models import Basket
from shop.checkout import means, reductions
from shop.checkout.errors import AlreadyPaid, NoLongerPending
from shop.checkout.models import PendingOrder
from shop.payment import services as payments
from shop.payment.models import Payment
from shop.payment.models.payments import CARD
from shop.promotions import claims
from shop.stock import holds

State = PendingOrder.State


def abandon(pending: PendingOrder, reason: str = "") -> PendingOrder:
    """End a live pending order that nobody will pay for. Called again: nothing.

    Raises AlreadyPaid when Stripe will not cancel because the money is under way or here, StripeDown.
    """
    payment = Payment.objects.filter(reference=pending.reference, means=CARD).first()
    if payment is not None and not payments.cancel(payment):
        raise AlreadyPaid(pending)
    try:
        return release(pending.reference, reason)
    except NoLongerPending as over:
        raise AlreadyPaid(over.pending) from over


@transaction.atomic
def release(reference: str, reason: str = "") -> PendingOrder:
    """Give back stock, codes and what the plugs hold. Called again: nothing. Raises NoLongerPending once placed.

    Only for whoever knows that no payment can come any more: everybody else calls `abandon`.
    """
    pending = locked(reference)
    if pending.state == State.RELEASED:
        return pending
    if pending.state not in (*PendingOrder.LIVE, State.REVIEW):
        raise NoLongerPending(pending)
    give_back(pending)
    pending.state, pending.reason, pending.ended_at = State.RELEASED, reason, clock.now()
    pending.save(update_fields=["state", "reason", "ended_at"])
    return pending


def give_back(pending: PendingOrder) -> None:
    """Everything that is held in its name, under its lock."""
    holds.release(pending.reference)
    if pending.claims:
        claims.release(pending.reference)
    for socket, kind in ((reductions.plugs(), "reductions"), (means.plugs(), "means")):
        for name in pending.held.get(kind, {}):
            socket[name].release(reference=pending.reference)


def locked(reference: str) -> PendingOrder:
    """The row under its lock, the basket's taken before it: the same order everywhere."""
    basket = PendingOrder.objects.values_list("basket_id", flat=True).get(reference=reference)
    if basket:
        list(Basket.objects.select_for_update(no_key=True).filter(pk=basket).values_list("pk"))
    return PendingOrder.objects.select_for_update(no_key=True).get(reference=reference)
