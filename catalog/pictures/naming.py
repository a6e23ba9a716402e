"""How a page names a picture: a small dictionary that cards, products and the shelf share."""

from typing import TypedDict

from django.core.files.storage import default_storage

from catalog.models import ProductImage


class Picture(TypedDict, total=False):
    """Where the cuts lie (`base`: address without width and ending), which widths there are, the whole size."""

    base: str
    widths: list[int]
    width: int
    height: int


def picture_of(image: ProductImage | None) -> Picture:
    """The dictionary of a picture; empty while there is none, or none is cut yet."""
    if image is None or not image.widths:
        return {}
    return {
        "base": default_storage.url(image.stem),
        "widths": list(image.widths),
        "width": image.width,
        "height": image.height,
    }
