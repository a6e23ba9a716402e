"""What Celery wakes. Every task may run twice, or not at all for a day: the next one counts the same days again."""

from datetime import timedelta

from celery import shared_task

from shop import clock
from shop.order import sales, services


@shared_task(name="order.count_sales")
def count_sales() -> int:
    """Every few minutes: yesterday and today."""
    return sales.count(clock.today() - timedelta(days=1))


@shared_task(name="order.recount_sales")
def recount_sales() -> int:
    """Every night: all days that the shelf shows (a cancellation changes an old day), and what is bought together."""
    sales.count_pairs()
    return sales.count(clock.today() - timedelta(days=sales.SHELF_DAYS))


@shared_task(name="order.presume_delivered")
def presume_delivered() -> int:
    """Every hour: parcels of which nobody tells any more."""
    return services.presume_delivered()
