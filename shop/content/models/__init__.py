"""What the merchant writes: pages, menus, slots of the home page."""

from shop.content.models.links import Link
from shop.content.models.menus import MenuItem
from shop.content.models.pages import Page
from shop.content.models.slots import HomeSlot

__all__ = ["HomeSlot", "Link", "MenuItem", "Page"]
