"""What the shop has written: the mails that are due leave, and lie in Django's outbox."""

from typing import Any

from django.core import mail

from shop.mail import services


def letters() -> list[Any]:
    """Let everything due leave, then all messages that have left so far, oldest first."""
    services.sweep()
    return mail.outbox
