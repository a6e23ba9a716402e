"""Prices and stock: answers to Oscar's label `partner`."""

from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.apps import PartnerConfig as Oscar


class StockConfig(Oscar):
    name = "shop.stock"
    verbose_name = _("Stock and prices")

    def ready(self) -> None:
        """Receivers only: Oscar's own would load its views and what they drag along."""
        from oscar.apps.partner import receivers  # noqa: F401

        from catalog import offers
        from catalog.shelf import facts
        from shop.ledger import audits as socket
        from shop.stock import audits, selectors

        facts.register("stock", selectors.shelf_facts)
        offers.register(selectors.offers)
        for check in audits.CHECKS:
            socket.register(check)

    def get_urls(self) -> list[object]:
        return []
