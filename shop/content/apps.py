"""The app's name and place."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "shop.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from catalog import sitemaps
        from shop.content import receivers, selectors  # noqa: F401

        sitemaps.register("pages", selectors.stops)
