"""Payment: answers to Oscar's label `payment`."""

from oscar.apps.payment.apps import PaymentConfig as Oscar


class PaymentConfig(Oscar):
    name = "shop.payment"

    def ready(self) -> None:
        """Our checks and recounts; Oscar's own would load its views and what they drag along."""
        from shop.ledger import audits as recounts
        from shop.payment import audits, checks  # noqa: F401

        for check in audits.CHECKS:
            recounts.register(check)

    def get_urls(self) -> list[object]:
        return []
