"""Holds: pieces are promised before the card is asked for, by a conditional UPDATE under a CHECK.

`num_allocated` of a stock record is what is held plus what is sold and has not left yet; `manage.py audit` recounts it.
Rows are locked in the order of their ids, so that rival baskets of the same goods never wait in a circle.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from catalog.models import Availability
from catalog.shelf.refresh import refresh_later
from shop.stock.models import StockHold, StockRecord
from shop.stock.selectors import bucket

State = StockHold.State


class Gone(Exception):
    """Fewer are left than were asked for: {stock record id: pieces left}."""

    def __init__(self, left: dict[int, int]) -> None:
        super().__init__(", ".join(f"{left} left of stock record {pk}" for pk, left in left.items()))
        self.left = left


class HoldIsOver(Exception):
    """What was held for this source has been given back meanwhile."""


@transaction.atomic
def hold(source: str, wanted: Mapping[int, int], until: datetime) -> None:
    """Promise these pieces ({stock record id: quantity}) to `source`: all of them or none. Raises Gone.

    Three statements whatever the number of lines.
    """
    records = _locked(wanted)
    free = Coalesce(F("num_allocated"), 0) + _pieces(wanted)
    taken = (
        StockRecord.objects.filter(pk__in=wanted)
        .annotate(after=free)
        .filter(Q(num_in_stock__isnull=True) | Q(num_in_stock__gte=F("after")))
        .update(num_allocated=free)
    )
    if taken != len(wanted):
        raise Gone(_left(records, wanted))
    StockHold.objects.bulk_create(
        StockHold(source=source, stockrecord_id=pk, quantity=quantity, until=until)
        for pk, quantity in sorted(wanted.items())
    )
    _tell(records, wanted)


@transaction.atomic
def release(source: str) -> bool:
    """Give back what is held for `source`; False when nothing was (any more). What is sold stays sold."""
    rows = _rows(source).filter(state=State.HELD)
    held = dict(rows.order_by("stockrecord_id").values_list("stockrecord_id", "quantity"))
    if not held:
        return False
    records = _locked(held)
    # Under the locks of the stock records: whoever released a moment ago has left no row in this state.
    held = dict(rows.values_list("stockrecord_id", "quantity"))
    if not held:
        return False
    StockRecord.objects.filter(pk__in=held).update(num_allocated=F("num_allocated") - _pieces(held))
    rows.update(state=State.RELEASED)
    _tell(records, {pk: -quantity for pk, quantity in held.items()})
    return True


@transaction.atomic
def capture(source: str) -> None:
    """What is held for `source` is sold: the hold becomes the allocation. Again: nothing. Raises HoldIsOver."""
    newly = _rows(source).filter(state=State.HELD).update(state=State.CAPTURED)
    if not newly and not _rows(source).filter(state=State.CAPTURED).exists():
        raise HoldIsOver(source)


@transaction.atomic
def leave(source: str, pieces: Mapping[int, int], *, shipped: bool) -> None:
    """Sold pieces are no longer promised: shipped (they leave the stock too) or given back to the shelf.

    Raises HoldIsOver when more are named than are still promised; then nothing changes.
    """
    records = _locked(pieces)
    changed = (
        _rows(source)
        .filter(state=State.CAPTURED, stockrecord__in=pieces)
        .annotate(after=F("left") + _pieces(pieces, "stockrecord_id"))
        .filter(after__lte=F("quantity"))
        .update(left=F("left") + _pieces(pieces, "stockrecord_id"))
    )
    if changed != len(pieces):
        raise HoldIsOver(source)
    fewer = {"num_allocated": F("num_allocated") - _pieces(pieces)}
    if shipped:
        fewer["num_in_stock"] = F("num_in_stock") - _pieces(pieces)
    StockRecord.objects.filter(pk__in=pieces).update(**fewer)
    if not shipped:
        _tell(records, {pk: -quantity for pk, quantity in pieces.items()})


def _rows(source: str) -> QuerySet[StockHold]:
    return StockHold.objects.filter(source=source)


def _locked(pieces: Mapping[int, int]) -> list[StockRecord]:
    rows = StockRecord.objects.select_for_update(no_key=True).filter(pk__in=pieces).order_by("pk")
    return list(rows.only("pk", "product_id", "num_in_stock", "num_allocated", "few_left"))


def _pieces(pieces: Mapping[int, int], column: str = "pk") -> Case:
    whens = [When(**{column: pk}, then=Value(quantity)) for pk, quantity in pieces.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _left(records: list[StockRecord], wanted: Mapping[int, int]) -> dict[int, int]:
    short = {pk: 0 for pk in wanted if pk not in {record.pk for record in records}}
    for record in records:
        if record.num_in_stock is not None:
            free = record.num_in_stock - (record.num_allocated or 0)
            if free < wanted[record.pk]:
                short[record.pk] = max(free, 0)
    return short


def _tell(records: list[StockRecord], change: Mapping[int, int]) -> None:
    """Only what a shopper can see is news: another bucket, or another figure where few are left."""
    news = []
    for record in records:
        before = bucket(record.num_in_stock, record.num_allocated, record.few_left)
        after = bucket(record.num_in_stock, (record.num_allocated or 0) + change[record.pk], record.few_left)
        if before != after or after == Availability.FEW:
            news.append(record.product_id)
    if news:
        refresh_later(news)
