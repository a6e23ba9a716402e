"""The lines of a basket with all that they are reckoned and shown with: two statements, whatever their number."""

from collections import defaultdict

from catalog.models import Product, ProductAttributeValue
from catalog.pictures.naming import Picture, picture_of
from shop.cart import reckoning
from shop.cart.models import Basket, Line
from shop.cents import cents
from shop.stock.strategy import vat_class

BESIDE = (
    "stockrecord",
    "product__product_class",
    "product__picture",
    "product__shelf",
    "product__parent__product_class",
    "product__parent__picture",
    "product__parent__shelf",
)

_LINE = ("basket_id", "product_id", "stockrecord_id", "line_reference", "quantity", "price_currency", "price_incl_tax")
_RECORD = (
    *("product_id", "partner_id", "partner_sku", "price_currency", "price", "cost"),
    *("num_in_stock", "num_allocated", "few_left"),
)
_PRODUCT = (
    *(
        "structure",
        "upc",
        "code",
        "title",
        "title_fr",
        "title_en",
        "slug",
        "slug_fr",
        "slug_en",
        "parent_id",
        "is_public",
    ),
    *("is_discountable", "vat_class", "weight", "product_class_id", "picture_id"),
    *("picture__code", "picture__stem", "picture__widths", "picture__width", "picture__height", "shelf__picture"),
    *("product_class__slug", "product_class__requires_shipping", "product_class__track_stock"),
    "product_class__vat_class",
)
# Of 217 columns these: the rest (descriptions in two languages, twice) cost more than the statement itself.
NEEDED = (
    *_LINE,
    *(f"stockrecord__{name}" for name in _RECORD),
    *(f"{whose}__{name}" for whose in ("product", "product__parent") for name in _PRODUCT),
)


def lines_of(basket: Basket) -> list[Line]:
    """The lines in the order they came in, their variants, parents, prices and pictures loaded. One statement."""
    found = Line.objects.filter(basket=basket).select_related(*BESIDE).only(*NEEDED).order_by()
    # Sorted here: Django compares every column of the statement with those it is ordered by.
    lines = sorted(found, key=lambda line: line.pk)
    for line in lines:
        line.basket = basket
    return lines


def variant_words(products: list[Product]) -> dict[int, str]:
    """What tells a variant from its kin: "A3, oak frame". One statement; none where nothing is a variant."""
    ids = [product.pk for product in products if product.parent_id]
    words: dict[int, list[str]] = defaultdict(list)
    if ids:
        rows = ProductAttributeValue.objects.filter(
            product_id__in=ids, attribute__axis=True, value_option__isnull=False
        ).select_related("value_option")
        for row in rows.order_by("attribute__position", "attribute__code"):
            words[row.product_id].append(str(row.value_option.option) if row.value_option else "")
    return {pk: ", ".join(found) for pk, found in words.items()}


def picture(product: Product) -> Picture:
    """The picture of a variant: its own, its parent's, else what the shelf shows."""
    family = [product, product.parent] if product.parent else [product]
    for one in family:
        if found := picture_of(one.picture):
            return found
    for one in family:
        shelf = getattr(one, "shelf", None)
        if shelf is not None and shelf.picture:
            known: Picture = shelf.picture
            return known
    return {}


def shown(line: Line, words: dict[int, str], discount: int = 0) -> reckoning.Line:
    """A line in the shape that page and checkout read; a price that is gone counts as nought."""
    product, record = line.product, line.stockrecord
    image = picture(product)
    price = cents(record.price) if record.price is not None else 0
    return reckoning.Line(
        line_id=line.pk,
        variant_id=product.pk,
        product_id=product.parent_id or product.pk,
        stockrecord_id=record.pk,
        quantity=line.quantity,
        unit_price=price,
        discount=discount,
        total=line.quantity * price - discount,
        vat_class=vat_class(product),
        unit_cost=cents(record.cost),
        weight=product.weight or (product.parent.weight if product.parent else 0),
        title=str(product.get_title()),
        variant=words.get(product.pk, ""),
        sku=record.partner_sku,
        picture=f"{image['base']}-{min(image['widths'])}.webp" if image else "",
        url=product.get_absolute_url(),
    )
