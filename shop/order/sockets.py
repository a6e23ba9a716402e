"""Sockets: what the order room asks of rooms above it about money. Working when empty.

    sockets.payments.register("payment", paid)      # order ids → {order id: [Paid, …]}
    sockets.refunds.register("returns", refunded)   # order ids → {order id: [Refunded, …]}

Both are asked for many orders at once and answer with a fixed number of statements.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar


@dataclass(frozen=True)
class Paid:
    """Money that came in for an order. Cents; `words` for a person ("Visa ···· 4242", "gift voucher")."""

    amount: int
    words: str
    means: str
    at: datetime | None = None
    reference: str = ""


@dataclass(frozen=True)
class Refunded:
    """Money that went back, in cents; `done` false: on its way. `lines`: pieces that it pays back, by line id."""

    amount: int
    words: str = ""
    at: datetime | None = None
    done: bool = True
    lines: Mapping[int, int] = field(default_factory=dict)


Fact = TypeVar("Fact")


class Socket(Generic[Fact]):
    """A registry of sources, by name; the same name again takes the place."""

    def __init__(self) -> None:
        self._sources: dict[str, Callable[[Collection[int]], Mapping[int, Sequence[Fact]]]] = {}

    def register(self, name: str, source: Callable[[Collection[int]], Mapping[int, Sequence[Fact]]]) -> None:
        self._sources[name] = source

    def unregister(self, name: str) -> None:
        self._sources.pop(name, None)

    def ask(self, order_ids: Collection[int]) -> dict[int, list[Fact]]:
        """Everything that is known of these orders."""
        found: dict[int, list[Fact]] = defaultdict(list)
        for source in self._sources.values():
            for order_id, facts in source(order_ids).items():
                found[order_id].extend(facts)
        return found


payments: Socket[Paid] = Socket()
refunds: Socket[Refunded] = Socket()
