"""The catalogue in the admin: products, categories, kinds. Prices and stock are added by shop.stock."""

from catalog.admin.categories import CategoryAdmin
from catalog.admin.kinds import KindAdmin, OptionGroupAdmin
from catalog.admin.products import ProductAdmin

__all__ = ["CategoryAdmin", "KindAdmin", "OptionGroupAdmin", "ProductAdmin"]
