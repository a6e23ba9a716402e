"""Keeping the stored state what parcels and refunds say."""

from collections.abc import Collection

from django.db import transaction

from shop.order import states
from shop.order.models import Order, State


@transaction.atomic
def settle_state(order_ids: Collection[int]) -> dict[int, State]:
    """Recompute and store the state of these orders; what it is now. Called by whoever changes parcels or refunds.

    The orders are locked first, by number: of two who changed something, the later one sees what both have done.
    """
    rows = Order.objects.filter(pk__in=order_ids).order_by("pk").select_for_update(no_key=True)
    known = dict(rows.values_list("pk", "status"))
    found = states.derive(order_ids)
    for state in sorted(set(found.values())):
        changed = [pk for pk, now in found.items() if now == state and known.get(pk) != state]
        if changed:
            Order.objects.filter(pk__in=changed).update(status=state)
    return found
