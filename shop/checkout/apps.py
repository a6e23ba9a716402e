"""The app's name and place."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckoutConfig(AppConfig):
    name = "shop.checkout"
    label = "checkout"
    verbose_name = _("Checkout")

    def ready(self) -> None:
        from shop.accounts import purposes
        from shop.checkout import audits, consents, emails, paid, receivers, typed  # noqa: F401
        from shop.checkout.services import settle_paid
        from shop.checkout.services.forgetting import forget_person
        from shop.ledger import audits as recounts
        from shop.order import sockets
        from shop.payment import outcomes
        from shop.people import erasing

        outcomes.register(settle_paid)
        emails.register()
        sockets.payments.register("checkout", paid.paid)
        erasing.register("checkout", forget_person)
        erasing.register("checkout-drafts", typed.forget_person)
        purposes.register(consents.LETTER)
        for check in audits.CHECKS:
            recounts.register(check)
