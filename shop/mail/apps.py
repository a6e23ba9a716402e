"""The app's name and place."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "shop.mail"
    label = "mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from shop.mail import checks, forgetting  # noqa: F401
        from shop.people import erasing, merging

        erasing.register("mail", forgetting.erase)
        merging.register("mail.Mail", "person", forgetting.move)
        merging.register("mail.Mail", "resend_by", merging.MOVE)
