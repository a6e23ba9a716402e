"""The sweep: what nobody announced is found, what ran out is given up, what must be refunded is refunded."""

import logging
from datetime import timedelta

from shop import clock
from shop.checkout.errors import NoLongerPending
from shop.checkout.models import PendingOrder
from shop.checkout.services.releasing import abandon
from shop.checkout.services.settling import refund_surplus, settle
from shop.payment.errors import Refused, StripeDown

log = logging.getLogger(__name__)
State = PendingOrder.State
LEASE = timedelta(seconds=60)


def sweep(limit: int = 100) -> int:
    """Look at every pending order whose time has come; how many were looked at. Any number may sweep at once.

    A row is claimed by moving its next look: two sweeps never look at the same one within a minute.
    """
    seen = 0
    due = PendingOrder.objects.filter(state__in=(*PendingOrder.LIVE, State.REFUNDING), look_at__lte=clock.now())
    for pk in list(due.order_by("look_at").values_list("pk", flat=True)[:limit]):
        now = clock.now()
        if due.filter(pk=pk).update(look_at=now + LEASE):
            seen += 1
            _look(PendingOrder.objects.get(pk=pk))
    return seen


def _look(pending: PendingOrder) -> None:
    try:
        if pending.state == State.REFUNDING:
            refund_surplus(pending.reference)
        elif pending.expires_at <= clock.now():
            _give_up(pending)
        else:
            settle(pending.reference)
    except (StripeDown, Refused):
        log.warning("Stripe does not answer for pending order %s: looked at again in a minute.", pending.pk)
    except Exception:
        # One row that cannot be helped must not keep the others waiting; its next look is a minute away.
        log.exception("Pending order %s could not be looked after.", pending.pk)


def _give_up(pending: PendingOrder) -> None:
    try:
        abandon(pending, "time ran out")
    except NoLongerPending:
        settle(pending.reference)
