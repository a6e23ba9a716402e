"""The shop with every room above `shop/` taken out: it still sells."""

from tests.settings import *  # noqa: F403
from tests.settings import GROUND, SHOP_APPS

INSTALLED_APPS = GROUND + SHOP_APPS
