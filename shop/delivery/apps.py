"""Delivery: answers to Oscar's label `shipping`."""

from django.utils.translation import gettext_lazy as _
from oscar.apps.shipping.apps import ShippingConfig as Oscar


class DeliveryConfig(Oscar):
    name = "shop.delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        """Receivers only: Oscar's own would load its views and what they drag along."""
        from shop.accounts import places as address_book
        from shop.cart import hints
        from shop.delivery import addresses, hint, receivers, selectors

        receivers.listen()
        hints.register(hint.cheapest)
        address_book.register(countries=selectors.countries_of_addresses, check=addresses.check)

    def get_urls(self) -> list[object]:
        return []
