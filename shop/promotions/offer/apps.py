"""Promotions: answers to Oscar's label `offer`."""

from oscar.apps.offer.apps import OfferConfig as Oscar


class OfferConfig(Oscar):
    name = "shop.promotions.offer"

    def ready(self) -> None:
        """Receivers only: Oscar's own would load its views and what they drag along."""
        from oscar.apps.offer import receivers  # noqa: F401

    def get_urls(self) -> list[object]:
        return []
