"""What a refund means for the goods: pieces that had not left are free again, returned ones go back on the shelf."""

import logging
from collections import Counter

from shop.order.models import Order
from shop.order.services import cancel_pieces
from shop.returns.planning import Plan
from shop.stock import holds
from shop.stock.services import lock_records, put_back

log = logging.getLogger(__name__)


def settle_goods(order: Order, plan: Plan, *, restock: bool) -> None:
    """Inside the refund's transaction. `restock`: the pieces that were sent are here again and can be sold."""
    given_up = {line.standing.line.pk: line.cancelled for line in plan.lines if line.cancelled}
    if given_up:
        cancel_pieces(order, given_up)
    free: Counter[int] = Counter()
    back: Counter[int] = Counter()
    for line in plan.lines:
        record_id = line.standing.line.stockrecord_id
        if record_id is None:
            continue  # no longer in the catalogue
        free[record_id] += line.cancelled
        if restock:
            back[record_id] += line.share.quantity - line.cancelled
    free, back = +free, +back
    # All of them at once and by their ids: two refunds never wait for each other in a circle.
    lock_records({*free, *back})
    if free and order.reference:
        try:
            holds.leave(order.reference, free, shipped=False)
        except holds.HoldIsOver:
            # Money is not kept because of a count: the audit of stock tells what is wrong.
            log.warning("order %s: pieces that are refunded were not promised any more", order.pk)
    if back:
        put_back(back)
