"""Prices and stock change here and nowhere else: the price's history is written in the same transaction."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from catalog.models import Product
from catalog.shelf.refresh import refresh_later
from shop import clock
from shop.stock.models import Partner, PriceInterval, StockRecord

CENT = Decimal("0.01")


class NegativePrice(ValueError):
    """A price below nought."""


class StockInUse(ValueError):
    """Fewer pieces than are already promised to orders."""

    def __init__(self, allocated: int) -> None:
        super().__init__(f"{allocated} are already promised to orders.")
        self.allocated = allocated


def the_partner() -> Partner:
    """The one partner of the shop: the merchant."""
    return Partner.objects.get_or_create(code="shop", defaults={"name": "Ricochet"})[0]


@transaction.atomic
def stock_variant(
    variant: Product, *, price: int, cost: int = 0, in_stock: int | None = 0, few_left: int = 3
) -> StockRecord:
    """Give a variant its price and stock, or change them. Price in cents with VAT, cost in cents without.

    `in_stock` None: made to order, never sold out. Raises NegativePrice, StockInUse.
    """
    record = StockRecord.objects.select_for_update().filter(product=variant).first()
    if record is None:
        record = StockRecord(product=variant, partner=the_partner(), partner_sku=variant.upc or f"variant-{variant.pk}")
        record.num_in_stock, record.cost, record.few_left = in_stock, Decimal(cost) / 100, few_left
        record.save()
    else:
        set_stock(record, in_stock)
        StockRecord.objects.filter(pk=record.pk).update(cost=Decimal(cost) / 100, few_left=few_left)
    set_price(record, price)
    record.refresh_from_db()
    return record


@transaction.atomic
def set_price(record: StockRecord, price: int) -> bool:
    """Change the selling price (cents with VAT): closes the open interval and opens the next at the same moment.

    The history is what the lowest price of the last 30 days is told from (Directive 98/6/EC Art. 6a). The same
    price again writes nothing and returns False. Raises NegativePrice.
    """
    if price < 0:
        raise NegativePrice(f"A price of {price} cents.")
    locked = StockRecord.objects.select_for_update().get(pk=record.pk)
    intervals = PriceInterval.objects.filter(stockrecord=locked, source=PriceInterval.Source.PRICE)
    current = intervals.filter(ends_at__isnull=True).first()
    if current and current.price == price and locked.price == Decimal(price) / 100:
        return False
    now = clock.now()
    if current:
        # Two changes in the same instant: the earlier was never payable, but it stays on record, empty.
        current.ends_at = max(now, current.starts_at)
        current.save(update_fields=["ends_at"])
    PriceInterval.objects.create(stockrecord=locked, price=price, starts_at=now)
    record.price = locked.price = (Decimal(price) / 100).quantize(CENT)
    locked.save(update_fields=["price", "date_updated"])
    refresh_later([locked.product_id])
    return True


@transaction.atomic
def set_stock(record: StockRecord, in_stock: int | None) -> None:
    """How many there are, promised ones included; None: made to order. Raises StockInUse, and changes nothing."""
    rows = StockRecord.objects.filter(pk=record.pk)
    if in_stock is None:
        changed = rows.update(num_in_stock=None)
    else:
        free = rows.filter(num_allocated__isnull=True) | rows.filter(num_allocated__lte=in_stock)
        changed = free.update(num_in_stock=in_stock)
    if not changed:
        raise StockInUse(rows.values_list("num_allocated", flat=True).get() or 0)
    refresh_later([record.product_id])


def lock_records(ids: Collection[int]) -> None:
    """Lock these stock records, by their ids: who takes several locks for one thing never waits in a circle."""
    list(StockRecord.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


@transaction.atomic
def put_back(pieces: Mapping[int, int]) -> None:
    """Goods that had left are here again: {stock record id: pieces}. What is made to order keeps no count."""
    lock_records(pieces)
    counted = StockRecord.objects.filter(num_in_stock__isnull=False)
    for pk, quantity in sorted(pieces.items()):
        counted.filter(pk=pk).update(num_in_stock=F("num_in_stock") + quantity)
    refresh_later(list(counted.filter(pk__in=pieces).values_list("product_id", flat=True)))
