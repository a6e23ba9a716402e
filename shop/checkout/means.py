"""Socket: means of payment beside the card (gift vouchers). The total stays, what is due by card gets smaller.

The same order of calls as for reductions: `quote`, `hold`, then `capture` or `release`; `refund` gives money back.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from shop.checkout.reductions import Quote


class Plug(Protocol):
    """One means of payment."""

    def quote(self, *, person_id: int | None, due: int, wanted: Any) -> Quote | None:
        """What it would pay of `due` cents."""

    def hold(self, *, reference: str, person_id: int | None, amount: int, wanted: Any) -> None:
        """Keep it aside. Raises reductions.Refused with a sentence."""

    def capture(self, *, reference: str, order_id: int) -> None:
        """The order is placed: it is spent."""

    def release(self, *, reference: str) -> None:
        """The order will not be placed."""

    def refund(self, *, reference: str, amount: int, key: str) -> None:
        """Give `amount` cents back to it; `key` names the refund."""


_plugs: dict[str, Plug] = {}


def register(name: str, plug: Plug) -> None:
    """Plug in a means of payment under a name; the same name again replaces it."""
    _plugs[name] = plug


def unregister(name: str) -> None:
    """Take a plug out (tests)."""
    _plugs.pop(name, None)


def plugs() -> Mapping[str, Plug]:
    """All plugs, in the order in which they pay."""
    return _plugs
