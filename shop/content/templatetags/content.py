"""Menus, the line at the top and the assurances for any page; texts and pictures of slots."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from catalog import richtext
from shop import clock
from shop.content import selectors
from shop.content.models import HomeSlot
from shop.pages import shared
from shop.pages.remembered import remembered
from shop.pages.templatetags.elements import picture

register = template.Library()


@register.simple_tag(takes_context=True)
def menus(context: dict[str, Any]) -> selectors.Menus:
    """All menus; the entry for the page's `path` (else the request's) is marked. No query until content changes."""
    request = context.get("request")
    items = remembered("menu-items", ["content"], selectors.menu_items)
    return selectors.menus(context.get("path") or (request.path if request else ""), items)


@register.simple_tag
def frame_slots() -> selectors.FrameSlots:
    """The line at the top and the assurances of now; a shared page is right until they change. No query until then."""
    found = remembered("frame-slots", ["content"], selectors.frame_slots, valid_until=lambda slots: slots.boundary)
    shared.right_until(found.boundary)
    return found


@register.inclusion_tag("elements/picture.html")
def slot_picture(slot: HomeSlot, sizes: str, eager: bool = False) -> dict[str, Any]:
    """The picture of a slot."""
    return picture(slot.image, sizes, eager, slot.image_alt)


@register.filter
def last_day(ends_at: datetime) -> str:
    """The last day on which something that ends at this moment can still be seen: "30 November"."""
    return date_format((ends_at - timedelta(seconds=1)).astimezone(clock.zone()), "MONTH_DAY_FORMAT")


@register.filter
def rich(text: str) -> SafeString:
    """A text with headings, lists and links, cleaned again on the way out: imports and old rows may hold anything."""
    return mark_safe(richtext.clean(text or ""))
