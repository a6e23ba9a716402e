"""Pages of the catalogue: each a shared part, made once and answered from memory."""

from catalog.views.categories import category
from catalog.views.products import product
from catalog.views.searches import search, suggest

__all__ = ["category", "product", "search", "suggest"]
