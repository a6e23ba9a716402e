"""What happens to what the merchant writes."""

from django.core.files.storage import default_storage

from catalog.pictures import cutting
from shop.content.models import HomeSlot
from shop.pages import versions

WIDTHS = (720, 1200, 2000)


def cut_upload(slot: HomeSlot) -> None:
    """Cut the slot's own picture (or forget the cuts of one taken away). Twice does nothing new.

    Raises catalog.pictures.cutting.UnusablePicture.
    """
    slot.cuts = {}
    if slot.upload:
        with slot.upload.open("rb") as file:
            data = file.read()
        image, stem = cutting.opened(data), cutting.stem_of(data)
        slot.cuts = {
            "source": slot.upload.name,
            "base": default_storage.url(stem),
            "widths": cutting.cut(image, stem, WIDTHS),
            "width": image.width,
            "height": image.height,
        }
    HomeSlot.objects.filter(pk=slot.pk).update(cuts=slot.cuts)
    versions.bump("content")
