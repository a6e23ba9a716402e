"""What Oscar asks when it wants a price: ours stands with VAT on the stock record, and is what offers reckon with."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from oscar.apps.partner.availability import Available, Base, StockRequired, Unavailable
from oscar.apps.partner.prices import Base as Price
from oscar.apps.partner.prices import Unavailable as NoPrice
from oscar.apps.partner.strategy import Structured, UseFirstStockRecord

from catalog.models import Product
from shop.cents import cents, euros, tax_within
from shop.stock import vat
from shop.stock.models import StockRecord


class PriceWithVat(Price):
    """A price as it is stored, with VAT; without VAT only when somebody asks, for the rate may cost a statement."""

    exists = is_tax_known = True
    incl_tax: Any
    currency: Any

    def __init__(self, amount: Decimal, currency: str, vat_class: str) -> None:
        self.incl_tax, self.currency, self.vat_class = amount, currency, vat_class

    @cached_property
    def tax(self) -> Decimal:  # type: ignore[override]
        return euros(tax_within(cents(self.incl_tax), vat.rate(self.vat_class)))

    @property
    def excl_tax(self) -> Decimal:  # type: ignore[override]
        return Decimal(self.incl_tax - self.tax)

    @property
    def effective_price(self) -> Decimal:
        return Decimal(self.incl_tax)


class Strategy(UseFirstStockRecord, Structured):
    """One stock record a variant; made to order (no figure) is never sold out."""

    def fetch_for_line(self, line: Any, stockrecord: StockRecord | None = None) -> Any:
        return self.fetch_for_product(line.product, stockrecord or line.stockrecord)

    def pricing_policy(self, product: Product, stockrecord: StockRecord | None) -> Price:
        if stockrecord is None or stockrecord.price is None:
            return NoPrice()
        return PriceWithVat(stockrecord.price, stockrecord.price_currency, vat_class(product))

    def availability_policy(self, product: Product, stockrecord: StockRecord | None) -> Base:
        if stockrecord is None or stockrecord.price is None:
            return Unavailable()
        if stockrecord.num_in_stock is None:
            return Available()
        return StockRequired(left(stockrecord))


class Selector:
    """The same for everybody: price and stock do not depend on who asks."""

    def strategy(self, request: Any = None, user: Any = None, **kwargs: Any) -> Strategy:
        return Strategy(request)


def left(record: StockRecord) -> int | None:
    """How many can still be sold; None where it is made to order."""
    if record.num_in_stock is None:
        return None
    return max(0, record.num_in_stock - (record.num_allocated or 0))


def vat_class(product: Product) -> str:
    """The VAT class of a variant: its own, its parent's, its kind's."""
    family = [product, product.parent] if product.parent_id else [product]
    for one in family:
        if one is not None and one.vat_class:
            return str(one.vat_class)
    kinds = [one.product_class for one in family if one is not None and one.product_class_id]
    return str(kinds[0].vat_class) if kinds and kinds[0] else "standard"
