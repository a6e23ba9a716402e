"""Links to an order, made and taken back."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from shop import clock
from shop.order.models import Order, OrderLink
from shop.order.selectors import digest

DAYS = 45


def make_link(order: Order, *, purpose: str = "order", days: int = DAYS) -> str:
    """The token of a new link to this order, good for so many days. It is told here once and never again."""
    return make_links([order], purpose=purpose, days=days)[order.pk]


def make_links(orders: Iterable[Order], *, purpose: str = "order", days: int = DAYS) -> dict[int, str]:
    """Order id → the token of a new link to it. One statement."""
    tokens = {order.pk: secrets.token_urlsafe(24) for order in orders}
    expires = clock.now() + timedelta(days=days)
    OrderLink.objects.bulk_create(
        OrderLink(order_id=order_id, digest=digest(token), purpose=purpose, expires_at=expires)
        for order_id, token in tokens.items()
    )
    return tokens


def revoke_links(order: Order, *, purpose: str | None = None) -> int:
    """Close all links to this order (of one purpose); how many. Repeated: nought."""
    links = OrderLink.objects.filter(order=order, revoked_at__isnull=True)
    if purpose is not None:
        links = links.filter(purpose=purpose)
    return links.update(revoked_at=clock.now())
