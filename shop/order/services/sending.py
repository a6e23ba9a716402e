"""A parcel's way: packed, shipped, delivered. Each step is taken once, whoever says it and however often."""

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Greatest

from shop import clock
from shop.order import parcel_emails, states
from shop.order.exceptions import NothingToSend, NotOnItsWay, ParcelsChanged, TooManyPieces
from shop.order.models import Line, Order, Parcel, ParcelLine
from shop.order.services.states import settle_state
from shop.order.signals import parcel_delivered, parcel_shipped
from shop.stock import holds

log = logging.getLogger(__name__)
State = Parcel.State


@transaction.atomic
def prepare(
    order: Order, pieces: Mapping[int, int] | None = None, *, batch: str = "", seen: int | None = None
) -> Parcel:
    """Pack so many pieces by line id into a new parcel; left out: all that lie in no parcel yet.

    The order is locked: two who pack at the same moment never pack a piece twice. `seen`: how many parcels the order
    had when its packer looked, so that a second click packs nothing more. Raises TooManyPieces when fewer are to be
    packed, NothingToSend when there are none, ParcelsChanged; then nothing changes.
    """
    Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    if seen is not None and seen != Parcel.objects.filter(order=order).count():
        raise ParcelsChanged(f"order {order.pk}")
    known = states.pieces([order.pk])[order.pk]
    loose = {line_id: line.loose for line_id, line in known.items() if line.loose > 0}
    wanted = dict(loose if pieces is None else pieces)
    for line_id, quantity in wanted.items():
        if not 0 < quantity <= loose.get(line_id, 0):
            raise TooManyPieces(f"line {line_id} of order {order.pk}: {quantity}")
    if not wanted:
        raise NothingToSend(f"order {order.pk}")
    last = Parcel.objects.filter(order=order).aggregate(last=Max("number"))["last"] or 0
    parcel = Parcel.objects.create(order=order, number=last + 1, batch=batch)
    ParcelLine.objects.bulk_create(
        ParcelLine(parcel=parcel, line_id=line_id, quantity=quantity) for line_id, quantity in sorted(wanted.items())
    )
    settle_state([order.pk])
    parcel_emails.write(parcel_emails.PREPARING, parcel)
    return parcel


@transaction.atomic
def unpack(parcel: Parcel) -> bool:
    """Take a parcel apart that has not left: its pieces can be packed anew. False when it is apart already.

    Raises NotOnItsWay when it has left.
    """
    parcel = _locked(parcel)
    if parcel.state == State.CANCELLED:
        return False
    if parcel.state != State.PREPARING:
        raise NotOnItsWay(f"parcel {parcel.pk} has left")
    parcel.lines.all().delete()
    Parcel.objects.filter(pk=parcel.pk).update(state=State.CANCELLED)
    settle_state([parcel.order_id])
    return True


@transaction.atomic
def ship(parcel: Parcel, *, carrier: str = "", tracking: str = "", at: datetime | None = None) -> bool:
    """The parcel has left: its pieces leave the stock, and `parcel_shipped` is sent after the commit.

    False when it had left before (then carrier and tracking number stay as they were). Raises NotOnItsWay for one
    that was taken apart.
    """
    parcel = _locked(parcel)
    if parcel.state in states.GONE:
        return False
    if parcel.state != State.PREPARING:
        raise NotOnItsWay(f"parcel {parcel.pk} was taken apart")
    _leave_the_stock(parcel)
    Parcel.objects.filter(pk=parcel.pk).update(
        state=State.SHIPPED, shipped_at=at or clock.now(), carrier=carrier, tracking=tracking
    )
    settle_state([parcel.order_id])
    parcel_emails.write(parcel_emails.SHIPPED, parcel)
    transaction.on_commit(partial(parcel_shipped.send_robust, sender=Parcel, parcel_id=parcel.pk), robust=True)
    return True


@transaction.atomic
def deliver(parcel: Parcel, *, at: datetime | None = None, presumed: bool = False) -> bool:
    """The parcel has arrived, never before it left; `parcel_delivered` is sent after the commit.

    What counts from here (withdrawal, points, evaluation) counts from `at`. `presumed`: nobody has said so, and the
    customer is not told what nobody knows. False when it had arrived before: the first day told stays. Raises
    NotOnItsWay for one that has not left.
    """
    parcel = _locked(parcel)
    if parcel.state == State.DELIVERED:
        return False
    if parcel.state != State.SHIPPED or parcel.shipped_at is None:
        raise NotOnItsWay(f"parcel {parcel.pk} has not left")
    arrived = max(at or clock.now(), parcel.shipped_at)
    Parcel.objects.filter(pk=parcel.pk).update(state=State.DELIVERED, delivered_at=arrived)
    settle_state([parcel.order_id])
    if not presumed:
        parcel_emails.write(parcel_emails.DELIVERED, parcel)
    transaction.on_commit(partial(parcel_delivered.send_robust, sender=Parcel, parcel_id=parcel.pk), robust=True)
    return True


def presume_delivered(limit: int = 500) -> int:
    """Parcels of which nobody has told for `settings.PARCEL_DAYS` days since they left have arrived by now.

    The day counts from today, not from a day in the past: what runs from an arrival (14 days of withdrawal) is never
    shortened by a guess. Any number may run at once. How many were taken as arrived.
    """
    left_by = clock.now() - timedelta(days=settings.PARCEL_DAYS)
    due = Parcel.objects.filter(state=State.SHIPPED, shipped_at__lte=left_by).order_by("shipped_at", "pk")
    return sum(deliver(parcel, presumed=True) for parcel in due[:limit])


def _locked(parcel: Parcel) -> Parcel:
    """The parcel as it is now, its order locked first as everybody does who changes parcels."""
    Order.objects.select_for_update(no_key=True).get(pk=parcel.order_id)
    return Parcel.objects.select_related("order__person").get(pk=parcel.pk)


def _leave_the_stock(parcel: Parcel) -> None:
    """Its pieces are neither promised nor there any more."""
    rows = list(parcel.lines.values_list("line_id", "quantity", "line__stockrecord_id"))
    for line_id, quantity, _record in rows:
        Line.objects.filter(pk=line_id).update(num_allocated=Greatest(F("num_allocated") - quantity, 0))
    gone: Counter[int] = Counter()
    for _line, quantity, record_id in rows:
        if record_id is not None:  # still in the catalogue
            gone[record_id] += quantity
    if not gone or not parcel.order.reference:
        return
    try:
        holds.leave(parcel.order.reference, gone, shipped=True)
    except holds.HoldIsOver:
        # What was carried out of the house is out, whatever a count says: the audit of stock tells what is wrong.
        log.warning("order %s: pieces that left were not promised any more", parcel.order_id)
