"""Payment's part of the clock. Every task may run twice, and in two workers at once."""

import logging

from celery import shared_task

from shop.payment import marks, services
from shop.payment.errors import Refused, StripeDown

log = logging.getLogger(__name__)


@shared_task(name="payment.work_events")
def work_events() -> int:
    """What Stripe told. Goes on until nothing is due."""
    done = 0
    while worked := services.work_events():
        done += worked
    return done


@shared_task(name="payment.reconcile")
def reconcile() -> None:
    """What nobody told."""
    services.reconcile()


@shared_task(name="payment.refresh_marks")
def refresh_marks() -> bool:
    """Marks of payment follow what is switched on at Stripe; True when they changed. Stripe down: tomorrow again."""
    try:
        return marks.refresh()
    except (StripeDown, Refused) as error:
        log.warning("Stripe could not be asked which means of payment are on: %s", error)
        return False


@shared_task(name="payment.empty_bodies")
def empty_bodies() -> int:
    """Old events lose what is personal in them."""
    return services.empty_bodies()
