"""What Celery does for content. Every task may run twice."""

import logging

from celery import shared_task

from catalog.pictures.cutting import UnusablePicture
from shop.content import services
from shop.content.models import HomeSlot

log = logging.getLogger(__name__)


@shared_task
def cut_upload(slot_id: int) -> None:
    """Cut the picture that a merchant gave to a slot; a file that is no picture is logged and not shown."""
    slot = HomeSlot.objects.filter(pk=slot_id).first()
    if slot is None:
        return
    try:
        services.cut_upload(slot)
    except (UnusablePicture, FileNotFoundError) as reason:
        log.warning("the picture of slot %s cannot be cut: %s", slot_id, reason)
