"""Makes the things tests need, through the services that make them in the shop. The cast: ada shops, ben is her
friend, mia is the merchant."""

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from catalog.models import (
    AttributeOption,
    AttributeOptionGroup,
    Category,
    Product,
    ProductAttribute,
    ProductCategory,
    ProductClass,
    ProductImage,
)
from catalog.services import save_category, save_product
from catalog.shelf.refresh import refresh
from shop import clock
from shop.accounts.models import User
from shop.pages import versions
from shop.stock.services import stock_variant

_number = itertools.count(1)


def user(name: str = "ada", **fields: Any) -> User:
    """ada, ben or mia, by first name; the password is "a long enough word"."""
    return User.objects.create_user(f"{name}@example.org", "a long enough word", **fields)


def merchant() -> User:
    return user("mia", is_staff=True, is_superuser=True)


def category(name_fr: str = "Affiches", name_en: str = "Prints", parent: Category | None = None) -> Category:
    made = Category(name_fr=name_fr, name_en=name_en)
    return save_category(parent.add_child(instance=made) if parent else Category.objects.add_root(instance=made))


def kind(name: str = "Affiche", vat_class: str = "standard") -> ProductClass:
    return ProductClass.objects.create(name_fr=name, name_en=name, vat_class=vat_class)


def attribute(
    kind: ProductClass, code: str, options: Sequence[tuple[str, str, str]] = (), **fields: Any
) -> ProductAttribute:
    """An attribute; with options (code, French, English) a filter unless told otherwise."""
    group = None
    if options:
        group, _made = AttributeOptionGroup.objects.get_or_create(code=code, defaults={"name": code})
        for position, (option, french, english) in enumerate(options):
            AttributeOption.objects.get_or_create(
                group=group, code=option, defaults={"option_fr": french, "option_en": english, "position": position}
            )
    defaults = {"name_fr": code.capitalize(), "name_en": code.capitalize(), "facet": bool(options)}
    return ProductAttribute.objects.create(
        product_class=kind, code=code, type="option" if options else "text", option_group=group, **defaults | fields
    )


def product(
    title_fr: str = "",
    title_en: str = "",
    *,
    kind: ProductClass | None = None,
    categories: Sequence[Category] = (),
    price: int | None = 2400,
    in_stock: int | None = 10,
    days_on_sale: int = 100,
    public: bool = True,
    values: dict[str, Any] | None = None,
    **fields: Any,
) -> Product:
    """A stand-alone product on sale since `days_on_sale` days; price in cents with VAT, None for none."""
    number = next(_number)
    made = Product(
        structure=Product.STANDALONE,
        title_fr=title_fr or f"Affiche {number}",
        title_en=title_en or f"Print {number}",
        product_class=kind or ProductClass.objects.first() or _kind(),
        is_public=public,
        published_at=clock.now() - timedelta(days=days_on_sale),
        **fields,
    )
    for code, value in (values or {}).items():
        setattr(made.attr, code, value)
    save_product(made)
    ProductCategory.objects.bulk_create(ProductCategory(product=made, category=one) for one in categories)
    if price is not None:
        stock_variant(made, price=price, in_stock=in_stock)
    _shown(made)
    return made


def variant(
    parent: Product, values: dict[str, Any], *, price: int = 2400, in_stock: int | None = 10, **fields: Any
) -> Product:
    """A variant with these options (attribute code → option); the product becomes a parent."""
    if not parent.is_parent:
        parent.stockrecords.all().delete()
        parent.structure = Product.PARENT
        parent.save()
    upc = fields.pop("upc", f"V{next(_number)}")
    made = Product(structure=Product.CHILD, parent=parent, upc=upc, is_public=True, **fields)
    for code, value in values.items():
        setattr(made.attr, code, value)
    save_product(made)
    stock_variant(made, price=price, in_stock=in_stock)
    _shown(parent)
    return made


def option(code: str) -> AttributeOption:
    return AttributeOption.objects.get(code=code)


def picture(product: Product, *, cut: bool = True, alt: str = "Une affiche", **fields: Any) -> ProductImage:
    """A picture of a product; `cut` notes its widths without drawing them."""
    number = next(_number)
    made = ProductImage.objects.create(
        product=product,
        original=ContentFile(b"", name=f"{number}.png"),
        alt_fr=alt,
        alt_en=fields.pop("alt_en", "A print"),
        display_order=fields.pop("display_order", ProductImage.objects.filter(product=product).count()),
        **({"width": 1200, "height": 1200, "stem": f"pictures/{number}", "widths": [360, 720]} if cut else {}),
        **fields,
    )
    _shown(product)
    return made


def _shown(product: Product) -> None:
    """What happens on commit in the shop: a test's transaction never commits."""
    refresh([product.pk])
    versions.bump_now("catalog")


def _kind() -> ProductClass:
    return kind()
