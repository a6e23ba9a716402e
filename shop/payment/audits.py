"""What must hold of payments; `manage.py audit` recomputes it from the refunds."""

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from shop.ledger.audits import Check
from shop.payment.models import Payment, PaymentRefund

Found = Iterator[tuple[str, object, object]]


def what_is_refunded_is_the_sum_of_refunds() -> Found:
    """Those that failed do not count; those under way do."""
    counted = Coalesce(Sum("refunds__amount", filter=~Q(refunds__state=PaymentRefund.State.FAILED)), 0)
    rows = Payment.objects.order_by().annotate(recounted=counted).exclude(recounted=F("refunded"))
    for payment in rows.iterator():
        yield f"payment {payment.pk}, refunded", payment.recounted, payment.refunded  # type: ignore[attr-defined]


def no_more_is_refunded_than_was_received() -> Found:
    """Ours and what was given back at Stripe by hand."""
    rows = Payment.objects.filter(received__lt=F("refunded") + F("refunded_elsewhere"))
    for payment in rows.iterator():
        yield f"payment {payment.pk}", f"at most {payment.received}", payment.refunded + payment.refunded_elsewhere


CHECKS = (
    Check("refunds by payment are their rows", what_is_refunded_is_the_sum_of_refunds),
    Check("refunds within what was received", no_more_is_refunded_than_was_received),
)
