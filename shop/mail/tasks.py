"""The mail's clock. Every task may run twice, and any number at once."""

import time

from celery import shared_task

from shop.mail import forgetting, nudges, sweeping

# Beat wakes it every minute: a sweep ends before the next begins.
SECONDS = 50


@shared_task(name="mail.sweep")
def sweep() -> None:
    """Send what is due. What is left after most of a minute is for the next sweep, which is woken at once."""
    began = time.monotonic()
    sweeping.sweep(seconds=SECONDS)
    if time.monotonic() - began >= SECONDS:
        nudges.nudge()


@shared_task(name="mail.forget")
def forget() -> int:
    """Addresses and contexts of mails older than twelve months go; how many mails lost theirs. Again: none."""
    return forgetting.forget_old()
