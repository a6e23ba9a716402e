"""Pieces that will not be sent any more."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from shop.order import states
from shop.order.exceptions import TooManyPieces
from shop.order.models import Line, Order, Parcel, ParcelLine
from shop.order.services.states import settle_state


@transaction.atomic
def cancel_pieces(order: Order, pieces: Mapping[int, int]) -> None:
    """Give up so many pieces by line id that have not left; they come out of parcels being prepared.

    The order is locked; its lines keep no stock for these pieces any more (the stock record itself is the caller's).
    Raises TooManyPieces when fewer are still to send, and then changes nothing.
    """
    Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    known = states.pieces([order.pk])[order.pk]
    for line_id, wanted in pieces.items():
        if line_id not in known or not 0 < wanted <= known[line_id].to_send:
            raise TooManyPieces(f"line {line_id} of order {order.pk}: {wanted}")
    for line_id, wanted in sorted(pieces.items()):
        _unpack(line_id, wanted - known[line_id].loose)
        line = Line.objects.get(pk=line_id)
        line.cancelled += wanted
        line.num_allocated = max(0, line.num_allocated - wanted)
        line.save(update_fields=["cancelled", "num_allocated"])
    settle_state([order.pk])


def _unpack(line_id: int, wanted: int) -> None:
    """Take pieces out of parcels being prepared, the latest first; a parcel that gets empty is cancelled."""
    packed = ParcelLine.objects.filter(line=line_id, parcel__state=Parcel.State.PREPARING).order_by("-parcel__number")
    for row in packed if wanted > 0 else ():
        taken = min(wanted, row.quantity)
        wanted -= taken
        if taken < row.quantity:
            ParcelLine.objects.filter(pk=row.pk).update(quantity=F("quantity") - taken)
            continue
        row.delete()
        if not ParcelLine.objects.filter(parcel=row.parcel_id).exists():
            Parcel.objects.filter(pk=row.parcel_id).update(state=Parcel.State.CANCELLED)
