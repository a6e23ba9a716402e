"""Means of payment beside Stripe, and the order that a payment turned into."""

from django.db import transaction

from shop.payment.models import Payment
from shop.payment.models.payments import CARD


def record_paid(*, reference: str, means: str, amount: int) -> Payment:
    """Notes that a plug (a gift voucher) has paid so many cents for a reference; the same again returns the row.

    In the caller's transaction. Nobody is told: the caller is who knows. Raises ValueError for Stripe's own name.
    """
    if means == CARD:
        raise ValueError("What Stripe took is told by Stripe.")
    state = Payment.State.PAID
    return Payment.objects.get_or_create(
        reference=reference,
        means=means,
        defaults={"amount": amount, "received": amount, "state": state, "handled": state},
    )[0]


def attach(*, reference: str, order_id: int) -> int:
    """Ties all payments of a reference to the order that came of it; in the caller's transaction. Gives how many."""
    with transaction.atomic():
        return Payment.objects.filter(reference=reference).update(order_id=order_id)
