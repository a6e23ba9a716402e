"""How the shop delivers, in the admin: zones, ways to deliver with their tariffs, pick-up points."""

from shop.delivery.admin.methods import MethodAdmin
from shop.delivery.admin.points import PickupPointAdmin
from shop.delivery.admin.zones import ZoneAdmin

__all__ = ["MethodAdmin", "PickupPointAdmin", "ZoneAdmin"]
