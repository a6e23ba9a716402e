"""The tables of orders. Ours are declared first: Oscar's import at the end fills in the ones we leave alone."""

from shop.order.models.links import OrderLink
from shop.order.models.orders import Line, Order, Reduction, State, random_number
from shop.order.models.parcels import Parcel, ParcelLine
from shop.order.models.sales import BoughtTogether, ProductSales

# isort: split
from oscar.apps.order.models import *  # type: ignore[assignment]  # noqa: F403  must come last

__all__ = [
    "BoughtTogether",
    "Line",
    "Order",
    "OrderLink",
    "Parcel",
    "ParcelLine",
    "ProductSales",
    "Reduction",
    "State",
    "random_number",
]
