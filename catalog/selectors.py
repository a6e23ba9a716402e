"""What pages ask of the catalogue beside lists: one product with its variants, a category with its place."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce, Length, Substr
from django.utils.translation import gettext as _

from catalog import kin, offers
from catalog.models import (
    Availability,
    Category,
    OldAddress,
    Product,
    ProductAttributeValue,
    ProductCategory,
    ProductImage,
    ProductRecommendation,
    ShelfItem,
)
from catalog.offers import Offer
from catalog.pictures.naming import Picture, picture_of
from catalog.shelf import cards
from shop import clock


@dataclass(frozen=True)
class Value:
    """An attribute of a product in words, in the active language."""

    code: str
    name: str
    text: str
    label_mention: bool
    axis: bool
    option_code: str = ""
    swatch: str = ""
    position: int = 0


@dataclass(frozen=True)
class Shot:
    """A picture on the product page."""

    id: int
    picture: Picture
    alt: str


@dataclass(frozen=True)
class Variant:
    """What is sold: one combination of the axes. `code` is its own address (?v=)."""

    id: int
    code: str
    values: dict[str, Value]
    offer: Offer
    picture_id: int | None

    @property
    def words(self) -> str:
        return ", ".join(value.text for value in self.values.values())


@dataclass(frozen=True)
class Place:
    """A step of the breadcrumbs."""

    name: str
    url: str


@dataclass(frozen=True)
class ProductPage:
    """All that a product page shows, in the active language."""

    product: Product
    shots: list[Shot]
    variants: list[Variant]
    values: list[Value]
    place: list[Place]
    related: list[cards.Card] = field(default_factory=list)

    def variant(self, code: str) -> Variant:
        """The variant of this address; else the first that can be bought; else the first."""
        for variant in self.variants:
            if code and variant.code == code:
                return variant
        return next((variant for variant in self.variants if variant.offer.can_be_bought), self.variants[0])

    def matching(self, wanted: dict[str, str]) -> Variant | None:
        """The variant with all these option codes by axis (what a form without script sends)."""
        for variant in self.variants:
            if all(
                axis in variant.values and variant.values[axis].option_code == code for axis, code in wanted.items()
            ):
                return variant
        return None

    @property
    def facts(self) -> list[Value]:
        return [value for value in self.values if not value.label_mention and not value.axis]

    @property
    def label(self) -> list[Value]:
        return [value for value in self.values if value.label_mention]


def product_page(slug: str) -> ProductPage | None:
    """The public product at this address, or None. Six statements, whatever it has."""
    # By its number, found first through the index of addresses: an "or" across the join would read every product.
    here = (
        Product.objects.filter(slug=slug, is_public=True).exclude(structure=Product.CHILD).order_by().values("pk")[:1]
    )
    found = list(
        Product.objects.filter(Q(pk=Subquery(here)) | Q(parent=Subquery(here)), is_public=True)
        .select_related("product_class")
        .order_by("position", "pk")
    )
    product = next((one for one in found if not one.is_child and one.slug == slug), None)
    if product is None:
        return None
    children = [one for one in found if one.parent_id == product.pk]
    sold = children or [product]
    values = _values([product.pk, *(child.pk for child in children)])
    known = offers.for_variants([one.pk for one in sold])
    return ProductPage(
        product=product,
        shots=_shots(product),
        variants=[
            Variant(
                id=one.pk,
                code=one.upc or str(one.pk),
                values={value.code: value for value in values[one.pk] if value.axis},
                offer=known[one.pk],
                picture_id=one.picture_id,
            )
            for one in sold
        ],
        values=values[product.pk],
        place=_place(product),
        related=_related(product),
    )


def product_versions(product_id: int) -> list[str]:
    """What a product's page depends on."""
    return [f"product:{product_id}", "content"]


def moved_to(language: str, path: str, *, category: bool) -> str | None:
    """Where a product or category that once had this address is now, if it is still shown."""
    thing = "category" if category else "product"
    old = (
        OldAddress.objects.filter(language=language, path=path, **{f"{thing}__is_public": True})
        .select_related(thing)
        .first()
    )
    return getattr(old, thing).get_absolute_url() if old else None


@dataclass(frozen=True)
class CategoryPage:
    """A category, the way down to it (without it), and its public children."""

    category: Category
    place: list[Place]
    children: list[Category]


def category_page(path: str) -> CategoryPage | None:
    """The public category at this address with what lies around it, or None. One statement."""
    wanted = Category.objects.filter(address=path, is_public=True, ancestors_are_public=True)
    itself_or_above = wanted.filter(path__startswith=OuterRef("path"))
    parent = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Category.steplen)
    below = wanted.filter(path=parent, depth=OuterRef("depth") - 1)
    rows = list(Category.objects.filter(Exists(itself_or_above) | Exists(below), is_public=True).order_by("path"))
    found = next((row for row in rows if row.address == path), None)
    if found is None:
        return None
    places = [Place(row.name, row.get_absolute_url()) for row in rows if row.depth < found.depth]
    return CategoryPage(found, places, [row for row in rows if row.depth > found.depth])


def shelves(depth: int = 1) -> list[Category]:
    """The public categories down to this depth, in order."""
    return list(Category.objects.filter(depth__lte=depth, is_public=True, ancestors_are_public=True).order_by("path"))


def beside(product_ids: list[int], most: int) -> list[cards.Card]:
    """What goes with these products, from both sides, only what can be bought; else what is put forward.

    One statement, two where nothing goes with them.
    """
    found: list[cards.Card] = []
    if product_ids:
        plain = ProductRecommendation.objects.order_by()
        there = plain.filter(primary__in=product_ids).values_list("recommendation_id")
        back = plain.filter(recommendation__in=product_ids, one_way=False).values_list("primary_id")
        rows = ShelfItem.objects.filter(pk__in=there.union(back), availability__gt=Availability.GONE)
        rows = rows.exclude(pk__in=product_ids).order_by("-priority", "-sales", "pk")
        found = cards.cards(rows[:most], clock.now())
    return found or cards.put_forward(most, clock.now(), but=tuple(product_ids))


def _shots(product: Product) -> list[Shot]:
    images = ProductImage.objects.filter(product=product).order_by("display_order", "pk")
    shots = [Shot(image.pk, picture_of(image), image.alt) for image in images if image.widths]
    return sorted(shots, key=lambda shot: shot.id != product.picture_id)


def _values(product_ids: list[int]) -> dict[int, list[Value]]:
    """Attribute values in words, in the merchant's order; lists of options become one line."""
    rows = ProductAttributeValue.objects.filter(product_id__in=product_ids).select_related("attribute", "value_option")
    found: dict[int, list[Value]] = defaultdict(list)
    for row in rows.order_by("attribute__position", "attribute__code"):
        attribute, option = row.attribute, row.value_option
        text = _in_words(row)
        if text:
            found[row.product_id].append(
                Value(
                    code=attribute.code,
                    name=attribute.name,
                    text=text,
                    label_mention=attribute.label_mention,
                    axis=attribute.axis,
                    option_code=(option.code or str(option.pk)) if option else "",
                    swatch=option.swatch if option else "",
                    position=option.position if option else 0,
                )
            )
    return found


def _in_words(row: Any) -> str:
    kind = row.attribute.type
    if kind == "option":
        return str(row.value_option.option) if row.value_option else ""
    if kind == "multi_option":
        return ", ".join(option.option for option in row.value_multi_option.all())
    if kind == "boolean":
        return str(_("yes") if row.value_boolean else _("no"))
    value = row.value
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _place(product: Product) -> list[Place]:
    """The way down to the product's deepest category. One statement: every category above one of its own."""
    own = ProductCategory.objects.filter(product=product, category__path__startswith=OuterRef("path"))
    above = list(Category.objects.filter(Exists(own), is_public=True).order_by("path"))
    deepest = min(above, key=lambda category: (-category.depth, category.path), default=None)
    return [Place(row.name, row.get_absolute_url()) for row in above if deepest and deepest.path.startswith(row.path)]


def _related(product: Product, most: int = 8) -> list[cards.Card]:
    """ "Look also at", from both sides, then what rooms above know (kin); only what can be bought. One statement."""
    pairs = ProductRecommendation.objects.order_by("-ranking").values("ranking")
    there = pairs.filter(primary=product, recommendation=OuterRef("pk"))
    back = pairs.filter(recommendation=product, primary=OuterRef("pk"), one_way=False)
    plain = ProductRecommendation.objects.order_by()
    # Those beside it are named first: ranking every row of the shelf would cost seconds in a large shop.
    beside = (
        plain.filter(primary=product)
        .values_list("recommendation_id")
        .union(plain.filter(recommendation=product, one_way=False).values_list("primary_id"), *kin.of(product.pk))
    )
    rows = (
        ShelfItem.objects.filter(pk__in=beside, availability__gt=Availability.GONE)
        .exclude(pk=product.pk)
        .annotate(rank=Coalesce(Subquery(there[:1]), Subquery(back[:1]), Constant(-1)))
        .order_by("-rank", "pk")
    )
    return cards.cards(rows[:most], clock.now())
