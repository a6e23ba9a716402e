"""The app's name and place."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "shop.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from shop.accounts import emails, entries, forgetting, receivers  # noqa: F401
        from shop.people import erasing

        emails.register()
        entries.announce()
        erasing.register("accounts", forgetting.erase)
