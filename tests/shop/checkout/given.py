"""Baskets and wishes as the tests of the checkout begin with them."""

from dataclasses import replace
from typing import Any

from catalog.models import Product
from shop.cart import services as cart
from shop.cart.models import Basket
from shop.checkout import services
from shop.checkout.models import PendingOrder
from shop.delivery.addresses import Address
from shop.stock.models import StockRecord
from tests import factories as make

NANTES = Address("Łéa", "Bernard", "12 rue des Cordeliers", "", "44000", "Nantes", "FR")
ASK = services.Ask(email="lea@example.org", language="fr", address=NANTES, delivery="home")


def goods(in_stock: int | None = 10, price: int = 3400, **fields: Any) -> Product:
    return make.product(price=price, in_stock=in_stock, **fields)


def basket(*wanted: Product | tuple[Product, int]) -> Basket:
    """A guest's basket of these products, one of each unless told otherwise."""
    made = Basket.objects.create()
    for one in wanted:
        product, quantity = one if isinstance(one, tuple) else (one, 1)
        cart.add(made, product.pk, quantity)
    return made


def frozen(*wanted: Product | tuple[Product, int], **changes: Any) -> PendingOrder:
    """A pending order of a fresh basket."""
    channel = changes.pop("channel", "web")
    return services.freeze(basket=basket(*wanted), person=None, ask=replace(ASK, **changes), channel=channel)


def allocated(product: Product) -> int:
    return StockRecord.objects.get(product=product).num_allocated or 0


def states() -> list[str]:
    """Of all pending orders, oldest first."""
    return list(PendingOrder.objects.order_by("pk").values_list("state", flat=True))
