"""Codes: answers to Oscar's label `voucher`."""

from oscar.apps.voucher.apps import VoucherConfig as Oscar


class VoucherConfig(Oscar):
    name = "shop.promotions.voucher"

    def ready(self) -> None:
        """Receivers only: Oscar's own would load its views and what they drag along."""
        from oscar.apps.voucher import receivers  # noqa: F401

    def get_urls(self) -> list[object]:
        return []
