"""What prices and stock tell the shelf and the product page."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from catalog.models import Availability
from catalog.offers import Offer
from shop.stock import vat
from shop.stock.models import StockRecord


def cents(amount: Decimal | None) -> int | None:
    """Euros in cents; None stays None."""
    return None if amount is None else int(amount * 100)


def bucket(in_stock: int | None, allocated: int | None, few_left: int) -> int:
    """One of three buckets; made to order (None) is never sold out."""
    if in_stock is None:
        return Availability.GOOD
    free = in_stock - (allocated or 0)
    return Availability.GONE if free <= 0 else Availability.FEW if free <= few_left else Availability.GOOD


def shelf_facts(product_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Price from and to (cents with VAT) and the best bucket, over the public variants of each product."""
    rows = StockRecord.objects.filter(product__in=product_ids, product__is_public=True) | StockRecord.objects.filter(
        product__parent__in=product_ids, product__is_public=True
    )
    facts: dict[int, dict[str, Any]] = {}
    for product, parent, price, in_stock, allocated, few_left in rows.exclude(price__isnull=True).values_list(
        "product_id", "product__parent_id", "price", "num_in_stock", "num_allocated", "few_left"
    ):
        amount, best = cents(price), bucket(in_stock, allocated, few_left)
        known = facts.setdefault(parent or product, {"price_from": amount, "price_to": amount, "availability": best})
        known["price_from"] = min(known["price_from"], amount)
        known["price_to"] = max(known["price_to"], amount)
        known["availability"] = max(known["availability"], best)
    return facts


def offers(variant_ids: Collection[int]) -> dict[int, Offer]:
    """The offer of each variant, its VAT rate at home included, in one statement. `left` is told only when few are."""
    found = {}
    rows = (
        StockRecord.objects.filter(product__in=variant_ids)
        .annotate(
            vat_name=Coalesce(
                NullIf("product__vat_class", Value("")),
                NullIf("product__parent__vat_class", Value("")),
                "product__product_class__vat_class",
                "product__parent__product_class__vat_class",
                Value("standard"),
            )
        )
        .annotate(vat_rate=Subquery(vat.rows_for(OuterRef("vat_name")).values("rate")[:1]))
        .values_list("product_id", "price", "num_in_stock", "num_allocated", "few_left", "vat_name", "vat_rate")
    )
    for product, price, in_stock, allocated, few_left, vat_name, vat_rate in rows:
        state = bucket(in_stock, allocated, few_left)
        found[product] = Offer(
            price=cents(price),
            availability=state if price is not None else Availability.GONE,
            left=(in_stock or 0) - (allocated or 0) if state == Availability.FEW else None,
            vat_rate=vat.FRENCH[vat_name] if vat_rate is None else vat_rate,
        )
    return found
