"""What could be bought, when and for how much: variants as order lines keep them."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from zlib import crc32

from django.core.files.storage import default_storage

from catalog.models import Product, ProductAttributeValue, ProductImage, ProductRecommendation
from catalog.pictures.cutting import WIDTHS
from demo.fill.goods import stem_of
from shop.stock.models import PriceInterval, StockRecord

# The most that a first order of one thing is of.
MANY = {"carte": 6, "tasse": 4, "mug": 4, "bol": 4, "assiette": 6, "torchon": 3}


@dataclass
class Sold:
    """A variant. `prices` (from when, cents with VAT), oldest first; texts by language; cost in cents, grams."""

    variant_id: int
    record_id: int
    sku: str
    words: dict[str, str]
    vat_class: str
    weight: int
    cost: int
    picture: str
    prices: list[tuple[datetime, int]]

    def price(self, moment: datetime) -> int:
        """Cents with VAT at a moment; the first price before there was one."""
        at = bisect_right([since for since, _cents in self.prices], moment)
        return self.prices[max(0, at - 1)][1]


@dataclass
class Good:
    """A product with its variants. `marks`: thing, motif and series, for tastes. `liked`: how well it sells."""

    product_id: int
    titles: dict[str, str]
    published_at: datetime
    marks: tuple[str, ...]
    liked: float
    related: list[int] = field(default_factory=list)
    variants: list[Sold] = field(default_factory=list)


class Assortment:
    """All goods on sale, to draw from. New ones sell better at first."""

    NEW_DAYS, NEW_WEIGHT = 21, 3.0

    def __init__(self) -> None:
        self.goods = _goods()
        self.by_id = {good.product_id: good for good in self.goods}
        self.by_taste: dict[str, list[Good]] = defaultdict(list)
        for good in self.goods:
            for mark in good.marks:
                self.by_taste[mark].append(good)
        self._day: date | None = None
        self._weighed: dict[str, tuple[list[Good], list[float]]] = {}

    def draw(self, rng: Random, moment: datetime, tastes: tuple[str, ...]) -> Good | None:
        """Something that was on sale then, four times in ten of a taste; None when nothing was."""
        taste = rng.choice(tastes) if tastes and rng.random() < 0.4 else ""
        for pool in (self.by_taste[taste], self.goods) if taste else (self.goods,):
            goods, weights = self._on_sale(taste if pool is not self.goods else "", pool, moment)
            if goods:
                return rng.choices(goods, cum_weights=weights)[0]
        return None

    def beside(self, rng: Random, good: Good, moment: datetime) -> Good | None:
        """Something that goes with it and was on sale then."""
        near = [self.by_id[pk] for pk in good.related if pk in self.by_id]
        near = [other for other in near if other.published_at <= moment]
        return rng.choice(near) if near else None

    def _on_sale(self, taste: str, pool: list[Good], moment: datetime) -> tuple[list[Good], list[float]]:
        """The pool of a day with its summed weights, kept for that day: many orders share it, and come day by day."""
        if moment.date() != self._day:
            self._day, self._weighed = moment.date(), {}
        if taste not in self._weighed:
            goods = [good for good in pool if good.published_at <= moment]
            weights, total = [], 0.0
            for good in goods:
                fresh = (moment - good.published_at).days < self.NEW_DAYS
                total += good.liked * (self.NEW_WEIGHT if fresh else 1.0)
                weights.append(total)
            self._weighed[taste] = goods, weights
        return self._weighed[taste]


def _goods() -> list[Good]:
    """Seven statements, whatever the number of goods."""
    parents = Product.objects.filter(parent=None, is_public=True, published_at__isnull=False).order_by("pk")
    drawn = _drawings()
    goods = {}
    for pk, french, english, since in parents.values_list("pk", "title_fr", "title_en", "published_at"):
        marks = tuple(drawn[pk][0].split("/")[:3]) if pk in drawn else ()
        # A few sell well, most a little: a long tail, the same each time.
        liked = 1 / (1 + crc32(f"{french}/{pk}".encode()) % 40) + 0.05
        assert since is not None
        goods[pk] = Good(pk, {"fr": french, "en": english}, since, marks, liked)
    for primary, other in ProductRecommendation.objects.order_by("-ranking", "pk").values_list(
        "primary_id", "recommendation_id"
    ):
        if primary in goods:
            goods[primary].related.append(other)
    for pk, variant in _variants({pk: picture for pk, (_key, picture) in drawn.items()}):
        if pk in goods:
            goods[pk].variants.append(variant)
    return [good for good in goods.values() if good.variants]


def _drawings() -> dict[int, tuple[str, str]]:
    """Product → (what its first picture is drawn from, the address of its smallest cut)."""
    rows = ProductImage.objects.order_by("-display_order", "-pk").values_list("product_id", "drawn_from")
    return {pk: (key, f"{default_storage.url(stem_of(key))}-{min(WIDTHS)}.webp") for pk, key in rows if key}


def _variants(pictures: dict[int, str]) -> list[tuple[int, Sold]]:
    prices: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for record, since, cents in PriceInterval.objects.order_by("starts_at").values_list(
        "stockrecord_id", "starts_at", "price"
    ):
        prices[record].append((since, cents))
    words = _options()
    rows = (
        StockRecord.objects.filter(product__is_public=True, price__isnull=False)
        .order_by("product_id")
        .values_list(
            *("pk", "partner_sku", "cost", "product_id", "product__parent_id", "product__weight"),
            *("product__vat_class", "product__parent__vat_class", "product__parent__product_class__vat_class"),
        )
    )
    found = []
    for record, sku, cost, variant, parent, weight, own, above, kind in rows:
        if parent is None or record not in prices:
            continue
        sold = Sold(
            variant_id=variant,
            record_id=record,
            sku=sku,
            words=words.get(variant, {"fr": "", "en": ""}),
            vat_class=own or above or kind or "standard",
            weight=weight,
            cost=int(cost * 100),
            picture=pictures.get(parent, ""),
            prices=prices[record],
        )
        found.append((parent, sold))
    return found


def _options() -> dict[int, dict[str, str]]:
    """Variant → its options in words, by language: "A3, cadre chêne"."""
    rows = (
        ProductAttributeValue.objects.filter(product__structure=Product.CHILD, value_option__isnull=False)
        .order_by("product_id", "attribute__position", "attribute__code")
        .values_list("product_id", "value_option__option_fr", "value_option__option_en")
    )
    found: dict[int, dict[str, str]] = {}
    for variant, french, english in rows:
        words = found.setdefault(variant, {"fr": "", "en": ""})
        for language, text in (("fr", french), ("en", english)):
            words[language] = ", ".join(part for part in (words[language], text) if part)
    return found
