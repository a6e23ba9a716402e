"""Socket: what upper rooms take off the goods before VAT (points). Works when nobody plugs in.

A plug is asked in this order: `quote` while the shopper looks, `hold` when the order is frozen, then either `capture`
when it is placed or `release` when it is not; `give_back` when placed goods are refunded. All but `quote` are called
inside the checkout's transaction, may be called again with the same reference, and must then do nothing twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Quote:
    """What would be taken off, in cents, and how it is called on page and invoice."""

    amount: int
    label: str


class Plug(Protocol):
    """One kind of reduction."""

    def quote(self, *, person_id: int | None, goods: int, wanted: Any) -> Quote | None:
        """What is offered for `wanted` (what the shopper asked for under this plug's name) on `goods` cents."""

    def hold(self, *, reference: str, person_id: int | None, amount: int, wanted: Any) -> None:
        """Keep it aside for this pending order. Raises Refused with a sentence when it is no longer there."""

    def capture(self, *, reference: str, order_id: int) -> None:
        """The order is placed: it is spent."""

    def release(self, *, reference: str) -> None:
        """The order will not be placed."""

    def give_back(self, *, reference: str, amount: int, key: str) -> None:
        """`amount` cents of it belong to goods that were refunded; `key` names the refund."""


class Refused(Exception):
    """Why a reduction or a means of payment is no longer to be had, in words for the shopper."""


_plugs: dict[str, Plug] = {}


def register(name: str, plug: Plug) -> None:
    """Plug in a kind of reduction under a name; the same name again replaces it."""
    _plugs[name] = plug


def unregister(name: str) -> None:
    """Take a plug out (tests)."""
    _plugs.pop(name, None)


def plugs() -> Mapping[str, Plug]:
    """All plugs, in the order in which they take off."""
    return _plugs
