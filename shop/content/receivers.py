"""What happens when content changes: every page that shows it gets a new version."""

from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from shop.content.models import HomeSlot, MenuItem, Page
from shop.pages import versions


def changed(sender: type, **kwargs: Any) -> None:
    versions.bump("content")


def has_a_new_picture(sender: type, instance: HomeSlot, **kwargs: Any) -> None:
    """The worker cuts it; until then the slot shows none."""
    if instance.upload.name != instance.cuts.get("source", ""):
        transaction.on_commit(lambda: current_app.send_task("shop.content.tasks.cut_upload", [instance.pk]))


post_save.connect(has_a_new_picture, sender=HomeSlot, dispatch_uid="content-slot-picture")
for model in (HomeSlot, MenuItem, Page):
    post_save.connect(changed, sender=model, dispatch_uid=f"content-{model.__name__}-saved")
    post_delete.connect(changed, sender=model, dispatch_uid=f"content-{model.__name__}-deleted")
