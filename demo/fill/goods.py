"""Writes goods in bulk: products, variants, values, pictures, prices with their history, stock."""

from datetime import datetime, timedelta
from decimal import Decimal
from zlib import crc32

from catalog.models import Product, ProductAttributeValue, ProductCategory, ProductImage
from demo.fill.frame import Frame
from demo.fill.rows import Table, flush, texts
from demo.goods.spec import Both, GoodSpec, PictureSpec, Value, VariantSpec
from demo.goods.structure import attributes, kinds
from shop import clock
from shop.stock.models import PriceInterval, StockRecord
from shop.stock.services import the_partner

Chosen = ProductAttributeValue.value_multi_option.through

# Every tenth good that is old enough once cost a euro less; the change lies this many days back.
RISE_DAYS = 120
RISE_CENTS = 100


def drawing(picture: PictureSpec) -> str:
    """The key of a drawn picture as its row keeps it: "mug/vagues/rivage/0"."""
    return "/".join(map(str, picture.key))


class GoodsWriter:
    """Collects goods and writes them. Everything it writes is what the services would have written."""

    def __init__(self, frame: Frame, cuts: dict[str, list[int]] | None = None) -> None:
        """cuts: widths that are on disk already, by the key of the drawing."""
        self.frame, self.cuts, self.now = frame, cuts or {}, clock.now()
        self.partner = the_partner().pk
        self.products, self.images = Table(Product), Table(ProductImage)
        self.places, self.values, self.chosen = Table(ProductCategory), Table(ProductAttributeValue), Table(Chosen)
        self.stock, self.prices = Table(StockRecord), Table(PriceInterval)

    def flush(self) -> int:
        """Write what was added; returns how many rows. Call it inside a transaction."""
        return flush((self.products, self.images, self.places, self.values, self.chosen, self.stock, self.prices))

    def add(self, good: GoodSpec, position: int, pictures: int = 99) -> int:
        """One product with all that belongs to it (its first `pictures` only); returns its number."""
        since = self.now - timedelta(days=good.days_on_sale)
        number = self.products.add(
            structure=Product.PARENT,
            product_class_id=self.frame.kinds[good.kind],
            is_public=good.public,
            published_at=since if good.public else None,
            date_created=since,
            story_by=good.story_by,
            position=position % 30_000,
            **texts(
                title=good.title,
                slug=good.slug,
                summary=good.summary,
                description=_paragraph(good.description),
                story=good.story or Both("", ""),
            ),
        )
        shown = self._images(number, good.pictures[:pictures], since)
        if shown:
            self._set_picture(shown[min(shown)])
        for code in good.categories:
            self.places.add(product_id=number, category_id=self.frame.categories[code])
        for code, value in good.attributes:
            self._value(number, good.kind, code, value)
        for place, variant in enumerate(good.variants):
            self._variant(number, good, variant, place, shown, since)
        return number

    def _set_picture(self, image: int) -> None:
        self.products.rows[-1][self.products.columns.index("picture_id")] = image

    def _images(self, product: int, pictures: tuple[PictureSpec, ...], since: datetime) -> dict[int, int]:
        shown = {}
        for order, picture in enumerate(pictures):
            key = drawing(picture)
            widths = self.cuts.get(key, [])
            shown[picture.view] = self.images.add(
                product_id=product,
                original="",
                display_order=order,
                date_created=since,
                drawn_from=key,
                stem=stem_of(key) if widths else "",
                widths=widths,
                width=1200 if widths else 0,
                height=1200 if widths else 0,
                **texts(alt=picture.alt),
            )
        return shown

    def _value(self, product: int, kind: str, code: str, value: Value) -> None:
        spec = attributes()[code]
        row: dict[str, object] = {"product_id": product, "attribute_id": self.frame.attributes[kind, code]}
        if spec.type == "option":
            row["value_option_id"] = self.frame.options[code, str(value)]
        elif isinstance(value, Both):
            row |= texts(value_text=value)
        elif spec.type != "multi_option":
            row[f"value_{spec.type}"] = value
        number = self.values.add(**row)
        if isinstance(value, tuple):
            for option in value:
                self.chosen.add(
                    **{
                        Chosen._meta.get_field("productattributevalue").attname: number,
                        Chosen._meta.get_field("attributeoption").attname: self.frame.options[code, option],
                    }
                )

    def _variant(
        self, parent: int, good: GoodSpec, variant: VariantSpec, place: int, shown: dict[int, int], since: datetime
    ) -> None:
        number = self.products.add(
            structure=Product.CHILD,
            parent_id=parent,
            upc=variant.sku,
            is_public=good.public,
            weight=variant.weight_g,
            position=place,
            date_created=since,
            picture_id=shown.get(variant.view) if variant.view is not None else None,
        )
        for axis, option in variant.options:
            self._value(number, good.kind, axis, option)
        record = self.stock.add(
            product_id=number,
            partner_id=self.partner,
            partner_sku=variant.sku,
            price=Decimal(variant.price_cents) / 100,
            cost=Decimal(variant.cost_cents) / 100,
            num_in_stock=variant.stock,
            date_created=since,
        )
        for price, start, end in history(good.code, variant.price_cents, since, self.now):
            self.prices.add(stockrecord_id=record, price=price, starts_at=start, ends_at=end)


def history(code: str, cents: int, since: datetime, now: datetime) -> list[tuple[int, datetime, datetime | None]]:
    """What the price has been (cents, from, until): for most the same from the first day."""
    risen = now - timedelta(days=RISE_DAYS)
    if crc32(code.encode()) % 10 or since >= risen or cents <= 10 * RISE_CENTS:
        return [(cents, since, None)]
    return [(cents - RISE_CENTS, since, risen), (cents, risen, None)]


def stem_of(key: str) -> str:
    """Where the cuts of a drawn picture lie."""
    return f"pictures/drawn/{key.replace('/', '-')}"


def _paragraph(text: Both) -> Both:
    return Both(f"<p>{text.fr}</p>", f"<p>{text.en}</p>")


def kinds_known(frame: Frame) -> bool:
    """Whether the shop has all kinds of the demo, with all their attributes."""
    return all((kind.code, code) in frame.attributes for kind in kinds().values() for code in kind.attributes)
