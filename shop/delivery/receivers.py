"""What happens when ways to deliver change: every page that tells of them gets a new version."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from shop.delivery.estimate import VERSION
from shop.delivery.models import Method, PickupPoint, Step, Zone, ZoneCountry
from shop.pages import versions


def changed(sender: type, **kwargs: Any) -> None:
    """Pages of products do not know of delivery; all pages depend on the content, so that one is renewed too."""
    versions.bump(VERSION, "content")


def listen() -> None:
    """Connect; called once the apps are ready."""
    m2m_changed.connect(changed, sender=ZoneCountry, dispatch_uid="delivery-countries-set")
    for model in (Zone, ZoneCountry, Method, Step, PickupPoint):
        post_save.connect(changed, sender=model, dispatch_uid=f"delivery-{model.__name__}-saved")
        post_delete.connect(changed, sender=model, dispatch_uid=f"delivery-{model.__name__}-deleted")
