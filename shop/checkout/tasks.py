"""Checkout's part of the clock. Every task may run twice."""

from celery import shared_task

from shop.checkout import services, typed
from shop.checkout.services.forgetting import forget_old


@shared_task(name="checkout.sweep")
def sweep() -> int:
    """Pending orders whose time has come: settled, given up or refunded; how many were looked at."""
    return services.sweep()


@shared_task(name="checkout.forget")
def forget() -> int:
    """Every night: pending orders older than 30 days lose what tells whose they were."""
    return forget_old()


@shared_task(name="checkout.forget_drafts")
def forget_drafts() -> int:
    """Every hour: what was typed into a checkout and left alone for a day goes."""
    return typed.forget_old()
