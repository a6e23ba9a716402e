"""What must hold of prices and of the shelf; `manage.py audit` recomputes it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import Lag

from catalog.models import ShelfItem
from shop.ledger.audits import Check
from shop.stock.models import PriceInterval, StockRecord
from shop.stock.selectors import cents, shelf_facts

Found = Iterator[tuple[str, object, object]]
CHUNK = 1_000


def prices_have_their_interval() -> Found:
    """Every price is the one of its open interval."""
    opened = PriceInterval.objects.filter(source=PriceInterval.Source.PRICE, ends_at__isnull=True)
    known = dict(opened.values_list("stockrecord_id", "price"))
    rows = StockRecord.objects.filter(price__isnull=False).values_list("pk", "price")
    for pk, price in rows.iterator(chunk_size=CHUNK):
        if known.get(pk) != cents(price):
            yield f"price of stock record {pk}", known.get(pk), cents(price)


def intervals_do_not_overlap() -> Found:
    """An interval of a price begins where the one before it ends, or later."""
    before: dict[str, Any] = {"partition_by": ["stockrecord_id", "source"], "order_by": ["starts_at", "id"]}
    rows = (
        PriceInterval.objects.order_by("pk")
        .annotate(previous=Window(Lag("ends_at"), **before), first=Window(Lag("id"), **before))
        .filter(Q(first__isnull=False) & (Q(previous__isnull=True) | Q(previous__gt=F("starts_at"))))
    )
    for row in rows:
        yield f"price interval {row.pk}", f"begun after {row.previous}", row.starts_at


def the_shelf_tells_the_prices() -> Found:
    """Price and bucket on the shelf are those of the variants."""
    ids = list(ShelfItem.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        facts = shelf_facts(chunk)
        for item in ShelfItem.objects.filter(pk__in=chunk):
            told = (item.price_from, item.price_to, item.availability)
            known = facts.get(item.pk)
            true = (known["price_from"], known["price_to"], known["availability"]) if known else (None, None, 2)
            if told != true:
                yield f"shelf of product {item.pk}", true, told


CHECKS = [
    Check("prices and their intervals", prices_have_their_interval),
    Check("price intervals in a row", intervals_do_not_overlap),
    Check("prices on the shelf", the_shelf_tells_the_prices),
]
