"""A product in the words of schema.org: one Product, or a ProductGroup with its variants."""

from collections.abc import Callable
from typing import Any

from django.utils.html import strip_tags

from catalog.selectors import ProductPage, Variant
from shop.pages.addresses import absolute
from shop.pages.structured import CONTEXT

Address = Callable[[ProductPage, Variant], str]


def product_data(page: ProductPage, address: Address) -> dict[str, Any]:
    """What a search engine may show of the product: no reviews before there are any, no price before there is one."""
    found = page.product
    pictures = [absolute(f"{shot.picture['base']}-{shot.picture['widths'][-1]}.webp") for shot in page.shots]
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "name": found.title,
        "description": strip_tags(found.description or found.summary or "")[:5000],
        "image": pictures,
        "brand": {"@type": "Brand", "name": "Ricochet"},
        "url": absolute(found.get_absolute_url()),
    }
    if len(page.variants) == 1:
        return data | {"@type": "Product", "sku": page.variants[0].code} | _offer(page, page.variants[0], address)
    return data | {
        "@type": "ProductGroup",
        "productGroupID": str(found.pk),
        "variesBy": [value.name for value in page.variants[0].values.values()],
        "hasVariant": [
            {"@type": "Product", "name": f"{found.title}, {variant.words}", "sku": variant.code, "image": pictures[:1]}
            | _offer(page, variant, address)
            for variant in page.variants
        ],
    }


def _offer(page: ProductPage, variant: Variant, address: Address) -> dict[str, Any]:
    if variant.offer.price is None:
        return {}
    state = "InStock" if variant.offer.can_be_bought else "OutOfStock"
    return {
        "offers": {
            "@type": "Offer",
            "url": absolute(address(page, variant)),
            "price": f"{variant.offer.price / 100:.2f}",
            "priceCurrency": "EUR",
            "availability": f"{CONTEXT}/{state}",
            "itemCondition": f"{CONTEXT}/NewCondition",
        }
    }
