"""Django's flush, which every test with real transactions ends with; never in production."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as DjangoFlush
from django.db import connections

from shop.appendonly import lifted


class Command(DjangoFlush):
    help = DjangoFlush.help + " Refused in production: ledgers and consents are kept."

    def handle(self, **options: Any) -> None:
        if settings.PROFILE == "production":
            raise CommandError("This shop keeps its ledgers and consents: flush is for the demo and the tests.")
        with lifted(connections[options["database"]]):
            super().handle(**options)
