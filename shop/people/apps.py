"""The app's name and place."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "shop.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from shop.appendonly import reseal
        from shop.people import erasing, touches

        post_migrate.connect(reseal, sender=self)
        erasing.register("touches", touches.forget_owner)
