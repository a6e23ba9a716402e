"""What the order room asks of refunds, by its socket."""

from collections import defaultdict
from collections.abc import Collection

from shop.order.sockets import Refunded
from shop.returns.models import Refund, RefundLine, RefundPart, State
from shop.returns.words import part_words


def refunded(order_ids: Collection[int]) -> dict[int, list[Refunded]]:
    """Order id → what went back, oldest first (shop.order.sockets.refunds). Three statements, whatever the number;
    one where nothing went back, as with nearly every order."""
    refunds = list(Refund.objects.filter(order__in=order_ids).order_by("pk"))
    if not refunds:
        return {}
    pieces: dict[int, dict[int, int]] = defaultdict(dict)
    lines = RefundLine.objects.filter(refund__order__in=order_ids, quantity__gt=0)
    for refund_id, line_id, quantity in lines.values_list("refund_id", "line_id", "quantity"):
        pieces[refund_id][line_id] = quantity
    ways: dict[int, list[str]] = defaultdict(list)
    parts = RefundPart.objects.filter(refund__order__in=order_ids, payment__isnull=False)
    for part in parts.select_related("payment").order_by("pk"):
        ways[part.refund_id].append(part_words(part))
    found: dict[int, list[Refunded]] = defaultdict(list)
    for each in refunds:
        fact = Refunded(
            amount=each.amount,
            words=", ".join(ways[each.pk]),
            at=each.done_at or each.created_at,
            done=each.state == State.DONE,
            lines=pieces[each.pk],
        )
        found[each.order_id].append(fact)
    return found
