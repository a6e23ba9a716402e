"""The shelf: answers to Oscar's label `catalogue`."""

from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.apps import CatalogueOnlyConfig as Oscar


class CatalogConfig(Oscar):
    name = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        """Receivers only: Oscar's own would load its views and what they drag along."""
        from oscar.apps.catalogue import receivers  # noqa: F401

        from catalog.search import index
        from catalog.shelf import refresh

        refresh.follow(index.refresh)

    def get_urls(self) -> list[object]:
        return []
