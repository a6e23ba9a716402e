"""Which of a basket's goods belong to which ranges, for all of them at once: two statements, whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from catalog.models import Product, ProductCategory
from shop.promotions.offer.models import Range, RangeProduct

INCLUDED, EXCLUDED, KIND, SHELF, NOT_SHELF = range(5)


@dataclass
class _Rules:
    """What a range says: ids of products and kinds, and paths of categories (all below is meant)."""

    products: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    paths: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def fill(ranges: Iterable[Range], products: Collection[Product]) -> None:
    """Tells each range which of these products it contains, as Oscar's own rule has it.

    A variant belongs where it or its parent is named, or its parent's kind or category is. Excluded beats included.
    `products` come with their parents loaded.
    """
    by_id: dict[int, list[Range]] = defaultdict(list)
    for one in ranges:
        by_id[one.pk].append(one)
    asking = [pk for pk, same in by_id.items() if not same[0].proxy_class]
    rules = _rules(asking)
    paths = _paths(products) if any(rule.paths for rule in rules.values()) else {}
    for pk in asking:
        includes_all = by_id[pk][0].includes_all_products
        members = frozenset(
            product.pk for product in products if _belongs(product, rules[pk], paths, includes_all=includes_all)
        )
        for same in by_id[pk]:
            same.members = members


def _belongs(product: Product, rules: _Rules, paths: dict[int, list[str]], *, includes_all: bool) -> bool:
    family = {pk for pk in (product.pk, product.parent_id) if pk}
    shelves = [path for pk in family for path in paths.get(pk, ())]
    kinds = {one.product_class_id for one in (product, product.parent) if one and one.product_class_id}

    def lies_in(kind: int) -> bool:
        return any(shelf.startswith(path) for shelf in shelves for path in rules.paths[kind])

    if family & rules.products[EXCLUDED]:
        return False
    if includes_all:
        return not lies_in(NOT_SHELF)
    return bool(family & rules.products[INCLUDED] or kinds & rules.products[KIND]) or lies_in(SHELF)


def _rules(range_ids: Collection[int]) -> dict[int, _Rules]:
    """All that these ranges name, in one statement."""
    rules: dict[int, _Rules] = defaultdict(_Rules)
    if not range_ids:
        return rules

    def rows(through: Any, kind: int, column: str, path: Any) -> QuerySet[Any]:
        named = through.objects.filter(range_id__in=range_ids).order_by()
        return named.values_list(
            Value(kind, IntegerField()), F("range_id"), F(column), Cast(path, CharField(max_length=255))
        )

    nowhere = Value("")
    found = rows(RangeProduct, INCLUDED, "product_id", nowhere).union(
        rows(Range.excluded_products.through, EXCLUDED, "product_id", nowhere),
        rows(Range.classes.through, KIND, "productclass_id", nowhere),
        rows(Range.included_categories.through, SHELF, "category_id", F("category__path")),
        rows(Range.excluded_categories.through, NOT_SHELF, "category_id", F("category__path")),
        all=True,
    )
    for kind, range_id, number, path in found:
        if path:
            rules[range_id].paths[kind].add(path)
        else:
            rules[range_id].products[kind].add(number)
    return rules


def _paths(products: Collection[Product]) -> dict[int, list[str]]:
    """Where the goods (or their parents) stand in the tree."""
    ids = {pk for product in products for pk in (product.pk, product.parent_id) if pk}
    found: dict[int, list[str]] = defaultdict(list)
    for pk, path in ProductCategory.objects.filter(product_id__in=ids).values_list("product_id", "category__path"):
        found[pk].append(path)
    return found
