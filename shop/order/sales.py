"""Counting what was sold: sales by product and day, and what is bought together. Rows first, the shelf after them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from heapq import heappush, heappushpop
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Count, F, Min, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, Round, TruncDate

from catalog.models import ShelfItem
from catalog.shelf.refresh import refresh
from shop import clock
from shop.order.models import BoughtTogether, Line, Order, ProductSales, State

SHELF_DAYS = 90  # what "best sellers" counts
PAIR_DAYS = 365
PAIRS_EACH = 8
# Twice may be chance.
LEAST = 2
CHUNK_DAYS = 31
PRODUCT = Coalesce("product__parent_id", "product_id")


def count(since: date | None = None) -> int:
    """Count every day from `since` (the first order) until today anew; how many products changed place on the shelf.

    A month at a time, one statement to read and two to write; run twice, the same. Cancelled pieces were not sold.
    """
    today = clock.today()
    first = since or _first_day()
    while first is not None and first <= today:
        last = min(first + timedelta(days=CHUNK_DAYS - 1), today)
        _count_days(first, last)
        first = last + timedelta(days=1)
    return put_on_shelf()


def _first_day() -> date | None:
    earliest = Order.objects.aggregate(first=Min("date_placed"))["first"]
    return earliest.astimezone(clock.zone()).date() if earliest else None


@transaction.atomic
def _count_days(first: date, last: date) -> None:
    sold = (
        Line.objects.filter(
            order__date_placed__gte=clock.start_of(first),
            order__date_placed__lt=clock.start_of(last + timedelta(days=1)),
            product__isnull=False,
            quantity__gt=F("cancelled"),
        )
        .order_by()
        .annotate(of=PRODUCT, day=TruncDate("order__date_placed", tzinfo=clock.zone()))
        .values("of", "day")
        .annotate(
            pieces=Sum(F("quantity") - F("cancelled")),
            # Cents first: SQLite adds decimals as floats.
            cents=Sum(Cast(Round(F("line_price_incl_tax") * 100), BigIntegerField())),
        )
        .values_list("of", "day", "pieces", "cents")
    )
    rows = [ProductSales(product_id=of, day=day, quantity=n, gross=cents) for of, day, n, cents in sold]
    ProductSales.objects.filter(day__range=(first, last)).delete()
    ProductSales.objects.bulk_create(rows, batch_size=2_000)


def shelf_facts(product_ids: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
    """The shelf's column `sales`: pieces of the last 90 days. One statement."""
    return {pk: {"sales": pieces} for pk, pieces in _sold().filter(product__in=product_ids)}


def _sold() -> QuerySet[Any, tuple[int, int]]:
    since = clock.today() - timedelta(days=SHELF_DAYS)
    rows = ProductSales.objects.filter(day__gt=since).order_by().values("product")
    return rows.annotate(pieces=Sum("quantity")).values_list("product", "pieces")


def put_on_shelf() -> int:
    """Refresh the cards whose sales have changed; how many. Two statements when none has."""
    true = dict(_sold())
    shown = ShelfItem.objects.values_list("pk", "sales")
    changed = [pk for pk, sales in shown if sales != true.get(pk, 0)]
    if changed:
        refresh(changed)
    return len(changed)


def count_pairs() -> int:
    """What stood together in orders of the last year, anew: the eight most frequent of each product. Returns rows."""
    other = Coalesce("order__lines__product__parent_id", "order__lines__product_id")
    since = clock.start_of(clock.today() - timedelta(days=PAIR_DAYS))
    pairs = (
        Line.objects.filter(order__date_placed__gte=since, product__isnull=False)
        .filter(order__lines__product__isnull=False)
        .exclude(order__status=State.CANCELLED)
        .order_by()
        .annotate(one=PRODUCT, two=other)
        .exclude(one=F("two"))
        .values("one", "two")
        .annotate(n=Count("order_id", distinct=True))
        .filter(n__gte=LEAST)
        .values_list("one", "two", "n")
    )
    # Pairs may be as many as products squared: eight of each are kept, the least of them on top.
    most: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, two, n in pairs.iterator(chunk_size=10_000):
        keep = heappush if len(most[one]) < PAIRS_EACH else heappushpop
        keep(most[one], (n, -two))
    rows = [
        BoughtTogether(product_id=one, other_id=-two, count=n)
        for one, found in most.items()
        for n, two in sorted(found, reverse=True)
    ]
    with transaction.atomic():
        BoughtTogether.objects.all().delete()
        BoughtTogether.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)


def bought_with(product_id: int) -> QuerySet[Any, tuple[int]]:
    """The numbers of products often bought with this one, for catalog.kin."""
    return BoughtTogether.objects.filter(product=product_id).order_by().values_list("other_id")
