"""Keeps the shelf: makes the rows of the products named, in bulk, and tells the pages that they changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from catalog.models import (
    Category,
    Product,
    ProductAttributeValue,
    ProductCategory,
    ProductImage,
    ProductRecommendation,
    ShelfItem,
    ShelfTerm,
)
from catalog.pictures.naming import picture_of
from catalog.shelf import facts
from shop import clock
from shop.pages import versions

CHUNK = 500
NEW_FOR = timedelta(days=30)
MANY = 200  # from here on every page is made anew instead of naming each product
LANGUAGES = [code for code, _name in settings.LANGUAGES]
COLUMNS = [
    *(f"{text}_{language}" for text in ("title", "slug", "summary", "picture_alt") for language in LANGUAGES),
    *("picture", "other_picture", "kind_id", "variants", "priority", "published_at", "new_until", "refreshed_at"),
    *facts.DEFAULTS,
]
# Others that keep something per product (search) are told after the rows stand.
_followers: list[Callable[[Collection[int]], None]] = []


def follow(follower: Callable[[Collection[int]], None]) -> None:
    """Have `follower` called with the product numbers each time their rows were refreshed or removed."""
    if follower not in _followers:
        _followers.append(follower)


def refresh_later(product_ids: Iterable[int]) -> None:
    """Refresh these products once the surrounding transaction is committed (at once without one)."""
    ids = sorted(set(product_ids))
    transaction.on_commit(lambda: refresh(ids))


def refresh(product_ids: Collection[int]) -> None:
    """Make the shelf rows of these products (variants count as their parent) true to what stands now."""
    ids = set(Product.objects.filter(pk__in=product_ids, parent__isnull=True).values_list("pk", flat=True))
    ids |= set(Product.objects.filter(pk__in=product_ids, parent__isnull=False).values_list("parent_id", flat=True))
    gone = set(product_ids) - ids
    for chunk in _chunks(sorted(ids | gone)):
        with transaction.atomic():
            _refresh_chunk(chunk)
        for follower in _followers:
            follower(chunk)
    _tell_pages(sorted(ids | gone))


def rebuild() -> int:
    """Refresh every product; returns how many rows the shelf has afterwards."""
    everything = set(Product.objects.filter(parent__isnull=True).values_list("pk", flat=True))
    everything |= set(ShelfItem.objects.values_list("pk", flat=True))
    refresh(sorted(everything))
    return ShelfItem.objects.count()


def stale(limit: int = 1_000) -> list[int]:
    """Products whose row is missing or older than they are: what a lost nudge left behind."""
    public = Product.objects.filter(is_public=True, parent__isnull=True)
    missing = public.filter(shelf__isnull=True).values_list("pk", flat=True)[:limit]
    older = public.filter(date_updated__gt=F("shelf__refreshed_at")).values_list("pk", flat=True)[:limit]
    hidden = ShelfItem.objects.filter(product__is_public=False).values_list("pk", flat=True)[:limit]
    return sorted({*missing, *older, *hidden})[:limit]


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _refresh_chunk(ids: list[int]) -> None:
    # A variant has no row of its own, though its number comes along when its price changes.
    shown = Product.objects.filter(pk__in=ids, is_public=True, parent__isnull=True)
    # Locked before anything is looked at: of two who refresh one product the later sees all that the earlier saw.
    # Without it who looked first may write last, and a thing that is gone stands there as one that is left.
    products = list(shown.select_related("product_class").select_for_update(no_key=True, of=("self",)).order_by("pk"))
    public = [product.pk for product in products]
    ShelfItem.objects.filter(pk__in=set(ids) - set(public)).delete()
    if not products:
        return
    known, pictures, variants = facts.gather(public), _pictures(products), _variants(public)
    now = clock.now()
    ShelfItem.objects.bulk_create(
        [_item(product, known[product.pk], pictures[product.pk], variants[product.pk], now) for product in products],
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=COLUMNS,
    )
    _refresh_terms(public)


def _item(product: Any, known: dict[str, Any], pictures: list[ProductImage], variants: int, now: Any) -> ShelfItem:
    first = pictures[0] if pictures else None
    texts = {
        f"{text}_{language}": getattr(product, f"{text}_{language}") or getattr(product, text) or ""
        for text in ("title", "slug", "summary")
        for language in LANGUAGES
    }
    alts = {f"picture_alt_{language}": (getattr(first, f"alt_{language}", "") or "") for language in LANGUAGES}
    return ShelfItem(
        product_id=product.pk,
        **texts,
        **alts,
        picture=picture_of(first),
        other_picture=picture_of(pictures[1] if len(pictures) > 1 else None),
        kind_id=product.product_class_id or 0,
        variants=max(variants, 1),
        priority=product.priority,
        published_at=product.published_at,
        new_until=product.new_until or (product.published_at and product.published_at + NEW_FOR),
        refreshed_at=now,
        **known,
    )


def _pictures(products: list[Any]) -> dict[int, list[ProductImage]]:
    """The first two pictures of each product that are cut, its chosen one in front."""
    found: dict[int, list[ProductImage]] = defaultdict(list)
    chosen = {product.picture_id for product in products}
    ids = [product.pk for product in products]
    for image in ProductImage.objects.filter(product_id__in=ids).order_by("product_id", "display_order"):
        if image.widths:
            found[image.product_id].insert(0 if image.pk in chosen else len(found[image.product_id]), image)
    return found


def _variants(ids: list[int]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for parent in Product.objects.filter(parent_id__in=ids, is_public=True).values_list("parent_id", flat=True):
        counts[parent] += 1
    return counts


def _refresh_terms(ids: list[int]) -> None:
    wanted = {*_category_terms(ids), *_option_terms(ids)}
    have = {
        (item, kind, attribute, value): pk
        for pk, item, kind, attribute, value in ShelfTerm.objects.filter(item__in=ids).values_list(
            "pk", "item_id", "kind", "attribute", "value"
        )
    }
    ShelfTerm.objects.filter(pk__in=[pk for term, pk in have.items() if term not in wanted]).delete()
    ShelfTerm.objects.bulk_create(
        ShelfTerm(item_id=item, kind=kind, attribute=attribute, value=value)
        for item, kind, attribute, value in sorted(wanted - have.keys())
    )


def _category_terms(ids: list[int]) -> set[tuple[int, int, str, int]]:
    """Each category of a product and all above it."""
    above = {path: pk for pk, path in Category.objects.values_list("pk", "path")}
    step = Category.steplen
    terms = set()
    for product_id, path in ProductCategory.objects.filter(product_id__in=ids).values_list(
        "product_id", "category__path"
    ):
        for end in range(step, len(path) + 1, step):
            if path[:end] in above:
                terms.add((product_id, ShelfTerm.CATEGORY, "", above[path[:end]]))
    return terms


def _option_terms(ids: list[int]) -> set[tuple[int, int, str, int]]:
    """Each option of a product, and of its public variants, whose attribute is a filter."""
    values = ProductAttributeValue.objects.filter(attribute__facet=True)
    own, of_variants = (
        values.filter(product_id__in=ids),
        values.filter(product__parent_id__in=ids, product__is_public=True),
    )
    terms = set()
    for rows, item in ((own, "product_id"), (of_variants, "product__parent_id")):
        for column in ("value_option", "value_multi_option"):
            for product_id, code, option in rows.filter(**{f"{column}__isnull": False}).values_list(
                item, "attribute__code", column
            ):
                terms.add((product_id, ShelfTerm.OPTION, code, option))
    return terms


def _tell_pages(ids: list[int]) -> None:
    """New versions for the products, for those beside which they are shown, and for every list."""
    if len(ids) > MANY:
        versions.bump("catalog")
        return
    pairs = ProductRecommendation.objects.filter(primary__in=ids) | ProductRecommendation.objects.filter(
        recommendation__in=ids
    )
    beside = {pk for pair in pairs.values_list("primary_id", "recommendation_id") for pk in pair}
    versions.bump("shelf", *(f"product:{pk}" for pk in {*ids, *beside}))
