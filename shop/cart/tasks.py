"""Baskets that nobody comes back for."""

from datetime import timedelta

from celery import shared_task

from shop import clock
from shop.cart.cookies import DAYS
from shop.cart.models import Basket

AT_ONCE = 500
MOST_ROUNDS = 200


@shared_task(name="cart.forget_baskets")
def forget_baskets() -> int:
    """Delete open and merged baskets untouched for 60 days, members' as well; how many. Again: nothing.

    Those that became orders stay: orders point to them.
    """
    before, gone = clock.now() - timedelta(days=DAYS), 0
    for _round in range(MOST_ROUNDS):
        old = Basket.objects.filter(changed_at__lt=before).exclude(status=Basket.SUBMITTED)
        ids = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            break
        gone += old.filter(pk__in=ids).delete()[1].get("basket.Basket", 0)
    return gone
