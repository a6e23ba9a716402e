"""The stand-in for Stripe is told of the payments of the demo's past, so that they can be refunded like any other."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from demo.stripe_clock import control
from shop.payment.models import Payment, PaymentRefund
from shop.payment.models.payments import CARD

BATCH = 200
# A shop of a million orders is for measuring, not for trying out.
MOST = 5_000


def tell() -> int:
    """Hands over every payment by card; what is known there stays. Gives how many were new to it.

    None beyond MOST payments, or where there is no stand-in. Raises OSError when it does not answer.
    """
    paid = Payment.objects.filter(means=CARD, state=Payment.State.PAID).exclude(intent_id="").order_by("pk")
    if not settings.STRIPE_API_BASE or paid[MOST : MOST + 1]:
        return 0
    return sum(int(control("past", {"payments": batch})["adopted"]) for batch in _batches(list(paid)))


def _batches(paid: list[Payment]) -> Iterator[list[dict[str, Any]]]:
    back: dict[int, list[dict[str, Any]]] = defaultdict(list)
    done = PaymentRefund.objects.filter(state=PaymentRefund.State.DONE).exclude(refund_id="")
    for refund in done.order_by("pk"):
        told = {"id": refund.refund_id, "amount": refund.amount, "created": int(refund.created_at.timestamp())}
        back[refund.payment_id].append(told)
    for start in range(0, len(paid), BATCH):
        yield [
            {
                "id": payment.intent_id,
                "amount": payment.received,
                "created": int(payment.created_at.timestamp()),
                "brand": payment.brand,
                "description": payment.reference,
                "refunds": back[payment.pk],
            }
            for payment in paid[start : start + BATCH]
        ]
