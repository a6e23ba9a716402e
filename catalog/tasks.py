"""What Celery does for the catalogue. Every task may run twice."""

import logging

from celery import shared_task

from catalog.models import ProductImage
from catalog.pictures.cutting import UnusablePicture, cut_picture
from catalog.search import index
from catalog.shelf import refresh

log = logging.getLogger(__name__)


@shared_task
def cut_pictures(picture_ids: list[int]) -> int:
    """Cut the missing widths of these pictures and refresh their cards; returns how many were cut.

    One that cannot be cut says why in the admin (`cut_trouble`) and is not tried again until it is replaced.
    """
    cut, products = 0, set()
    for picture in ProductImage.objects.filter(pk__in=picture_ids, cut_at__isnull=True).exclude(original=""):
        try:
            cut_picture(picture)
        except (UnusablePicture, FileNotFoundError) as reason:
            log.warning("picture %s cannot be cut: %s", picture.pk, reason)
            ProductImage.objects.filter(pk=picture.pk).update(cut_trouble=str(reason)[:250])
            continue
        cut += 1
        products.add(picture.product_id)
    refresh.refresh(sorted(products))
    return cut


@shared_task
def sweep_pictures(limit: int = 20) -> int:
    """Cut pictures whose nudge was lost; returns how many."""
    waiting = ProductImage.objects.filter(cut_at__isnull=True, cut_trouble="").exclude(original="")
    return cut_pictures(list(waiting.order_by("pk").values_list("pk", flat=True)[:limit]))


@shared_task
def sweep_shelf() -> int:
    """Refresh what a lost nudge left behind; returns how many products."""
    stale = refresh.stale()
    refresh.refresh(stale)
    return len(stale)


@shared_task
def sweep_search() -> int:
    """Let the search follow the shelf where a lost nudge left it behind; returns how many products."""
    stale = index.stale()
    index.refresh(stale)
    return len(stale)


@shared_task
def rebuild_search() -> int:
    """Every night: documents compared with what stands now, words counted anew; returns how many products."""
    return index.rebuild()
