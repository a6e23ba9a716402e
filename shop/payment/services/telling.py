"""Those who plugged into shop.payment.outcomes hear of a change, after its commit; the sweep repeats what failed."""

import logging

from shop import clock
from shop.payment import outcomes
from shop.payment.models import Payment, PaymentRefund

log = logging.getLogger(__name__)


def tell(payment: Payment) -> bool:
    """Tells all of a payment's state; False when one of them raised (logged, told again by the sweep)."""
    Payment.objects.filter(pk=payment.pk).update(told_at=clock.now())
    try:
        for handler in outcomes.handlers():
            handler(payment)
    except Exception:
        log.exception("Payment %s is %s, and whoever acts on it could not.", payment.reference, payment.state)
        return False
    # Only what they were told: it may have moved on meanwhile, and then they are told that too.
    Payment.objects.filter(pk=payment.pk, state=payment.state).update(handled=payment.state)
    return True


def tell_refund(refund: PaymentRefund) -> bool:
    """The same for a refund."""
    PaymentRefund.objects.filter(pk=refund.pk).update(told_at=clock.now())
    try:
        for handler in outcomes.refund_handlers():
            handler(refund)
    except Exception:
        log.exception("Refund %s is %s, and whoever acts on it could not.", refund.key, refund.state)
        return False
    PaymentRefund.objects.filter(pk=refund.pk, state=refund.state).update(handled=refund.state)
    return True
