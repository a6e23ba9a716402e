"""Sending refunds in the background. Run twice, in two workers or after one was killed: nothing is sent twice."""

from celery import shared_task

from shop.returns.services import send_due


@shared_task(name="returns.sweep")
def sweep() -> int:
    """Send what is due; how many parts. Beat runs it every minute, a refund nudges it at once."""
    return send_due()
