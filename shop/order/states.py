"""How far an order is: computed from what was ordered, what is in parcels and what was refunded."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Sum

from shop.cents import cents
from shop.order import sockets
from shop.order.models import Line, Order, Parcel, ParcelLine, State

GONE = (Parcel.State.SHIPPED, Parcel.State.DELIVERED)


@dataclass
class Pieces:
    """Pieces of one line by where they are."""

    ordered: int
    cancelled: int = 0
    parcels: Counter[str] = field(default_factory=Counter)

    @property
    def away(self) -> int:
        """Shipped or delivered."""
        return sum(self.parcels[state] for state in GONE)

    @property
    def to_send(self) -> int:
        """Neither on their way nor given up, whether in a parcel being prepared or not."""
        return self.ordered - self.away - self.cancelled

    @property
    def loose(self) -> int:
        """To send, and in no parcel yet."""
        return self.to_send - self.parcels[Parcel.State.PREPARING]


def pieces(order_ids: Collection[int]) -> dict[int, dict[int, Pieces]]:
    """Order id → line id → where its pieces are. Two statements."""
    found: dict[int, dict[int, Pieces]] = defaultdict(dict)
    lines = Line.objects.filter(order__in=order_ids).values_list("order_id", "pk", "quantity", "cancelled")
    for order_id, line_id, quantity, cancelled in lines:
        found[order_id][line_id] = Pieces(quantity, cancelled)
    packed = (
        ParcelLine.objects.filter(parcel__order__in=order_ids)
        .order_by()
        .values_list("parcel__order_id", "line_id", "parcel__state")
        .annotate(pieces=Sum("quantity"))
    )
    for order_id, line_id, state, quantity in packed:
        found[order_id][line_id].parcels[state] += quantity
    return found


def derive(order_ids: Collection[int]) -> dict[int, State]:
    """Order id → State of it."""
    totals = Order.objects.filter(pk__in=order_ids).values_list("pk", "total_incl_tax")
    lines = pieces(order_ids)
    given_back = {
        order_id: sum(refund.amount for refund in refunds if refund.done)
        for order_id, refunds in sockets.refunds.ask(order_ids).items()
    }
    return {pk: _state(lines[pk], cents(total), given_back.get(pk, 0)) for pk, total in totals}


def _state(lines: Mapping[int, Pieces], total: int, given_back: int) -> State:
    away = sum(line.away for line in lines.values())
    to_send = sum(line.to_send for line in lines.values())
    if not away and not to_send:
        return State.CANCELLED
    if total and given_back >= total:
        return State.REFUNDED if away else State.CANCELLED
    if not to_send:
        arrived = sum(line.parcels[Parcel.State.DELIVERED] for line in lines.values())
        return State.DELIVERED if arrived == away else State.SHIPPED
    if away:
        return State.PARTLY
    prepared = any(line.parcels[Parcel.State.PREPARING] for line in lines.values())
    return State.PREPARING if prepared else State.PLACED
