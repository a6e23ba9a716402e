"""What pages, mails and rooms above ask of orders."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from shop import clock
from shop.order import states
from shop.order.models import Line, Order, OrderLink, State
from shop.order.sheets import WORDS
from shop.people.models import Person


def digest(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_link(token: str, *, purpose: str = "order") -> Order | None:
    """The order behind a link that is neither expired nor taken back, or None. One statement."""
    link = (
        OrderLink.objects.filter(
            digest=digest(token), purpose=purpose, revoked_at__isnull=True, expires_at__gt=clock.now()
        )
        .select_related("order__shipping_address")
        .first()
    )
    return link.order if link is not None else None


def state(order: Order) -> State:
    """How far this order is, from parcels and refunds as they stand now."""
    return State(states.derive([order.pk])[order.pk])


def unsent(order: Order) -> dict[int, int]:
    """Pieces by line id that have not left and are not given up, also those in a parcel being prepared."""
    return {pk: line.to_send for pk, line in states.pieces([order.pk])[order.pk].items() if line.to_send > 0}


def shipped(order: Order) -> dict[int, int]:
    """Pieces by line id in parcels that left, arrived or not."""
    return {pk: line.away for pk, line in states.pieces([order.pk])[order.pk].items() if line.away}


def of_person(person: Person) -> QuerySet[Order]:
    """The orders of a person, newest first."""
    return Order.objects.filter(person=person).select_related("shipping_address").order_by("-date_placed", "-pk")


@dataclass(frozen=True)
class Glance:
    """An order in a list: so many pieces in so many lines, and the first few of these."""

    order: Order
    pieces: int
    lines: int
    first: Sequence[Line]

    @property
    def words(self) -> str:
        """How far it is, as a buyer is told."""
        return str(WORDS[State(self.order.status)])

    @property
    def more(self) -> int:
        """Lines beyond the first few."""
        return self.lines - len(self.first)


def glances(orders: Iterable[Order], shown: int = 3) -> list[Glance]:
    """These orders with their first few lines. One statement more."""
    orders = list(orders)
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in Line.objects.filter(order__in=[order.pk for order in orders]).order_by("pk"):
        lines[line.order_id].append(line)
    return [
        Glance(order, sum(line.quantity for line in lines[order.pk]), len(lines[order.pk]), lines[order.pk][:shown])
        for order in orders
    ]
