"""The app's name and place."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReturnsConfig(AppConfig):
    name = "shop.returns"
    label = "returns"
    verbose_name = _("Refunds")

    def ready(self) -> None:
        from shop.ledger import audits as ledger
        from shop.mail import kinds
        from shop.order import doors, sockets
        from shop.payment import outcomes
        from shop.people import erasing
        from shop.returns import audits, emails, facts, forgetting, pages, services

        outcomes.register_refund(services.hear)
        sockets.refunds.register("returns", facts.refunded)
        doors.links.register("returns", pages.doors)
        doors.notes.register("returns", pages.for_staff)
        doors.sections.register("returns", pages.for_the_customer)
        kinds.register(emails.kind)
        erasing.register("returns", forgetting.forget)
        for check in audits.CHECKS:
            ledger.register(check)
