"""The ledger's part of the night: what is due ends."""

from celery import shared_task

from shop.ledger.services import expire_due as expire


@shared_task(name="ledger.expire_due")
def expire_due() -> None:
    """End due holds and lots. Beat runs it every few minutes; any number of workers may run it at once."""
    expire(limit=500)
