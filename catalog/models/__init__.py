"""The catalogue's tables. Ours are declared first: Oscar's import at the end fills in the ones we leave alone."""

from catalog.models.categories import Category
from catalog.models.kinds import AttributeOption, ProductAttribute, ProductAttributeValue, ProductClass
from catalog.models.pictures import ProductImage
from catalog.models.products import OldAddress, Product, ProductRecommendation
from catalog.models.search import SearchDocument, SearchKey, SearchWord
from catalog.models.shelf import Availability, ShelfItem, ShelfTerm

# isort: split
from oscar.apps.catalogue.models import *  # type: ignore[assignment]  # noqa: F403  must come last

__all__ = [
    "AttributeOption",
    "Availability",
    "Category",
    "OldAddress",
    "Product",
    "ProductAttribute",
    "ProductAttributeValue",
    "ProductClass",
    "ProductImage",
    "ProductRecommendation",
    "SearchDocument",
    "SearchKey",
    "SearchWord",
    "ShelfItem",
    "ShelfTerm",
]
