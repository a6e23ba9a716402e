"""The app's name and place."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "shop.ledger"
    label = "ledger"
    verbose_name = _("Points and vouchers")

    def ready(self) -> None:
        from shop.appendonly import reseal
        from shop.ledger import audits, receivers, recount
        from shop.people import merging

        post_migrate.connect(reseal, sender=self)
        merging.register("ledger.Account", "person", receivers.merge_accounts)
        for check in recount.CHECKS:
            audits.register(check)
