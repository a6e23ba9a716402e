"""Sockets of the order's pages: what rooms above show there without being known here. Working when empty.

    doors.links.register("returns", doors_of)       # (request, order) → [Door, …]: links on its admin page
    doors.sections.register("returns", paper_of)    # (request, order) → markup on the shopper's page of the order
    doors.notes.register("returns", table_of)       # (request, order) → markup on the order's page in the admin

Each is asked once a page, in the order of registration.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest
from django.utils.safestring import SafeString

from shop.order.models import Order


@dataclass(frozen=True)
class Door:
    """A link for staff. Shown to whoever has the permission ("returns.add_refund"); empty: to all staff."""

    title: str
    url: str
    permission: str = ""


Shown = TypeVar("Shown")


class Board(Generic[Shown]):
    """A registry of functions (request, order) → what is shown, in the order of registration."""

    def __init__(self) -> None:
        self._makers: dict[str, Callable[[HttpRequest, Order], Shown]] = {}

    def register(self, name: str, maker: Callable[[HttpRequest, Order], Shown]) -> None:
        self._makers[name] = maker

    def unregister(self, name: str) -> None:
        self._makers.pop(name, None)

    def show(self, request: HttpRequest, order: Order) -> list[Shown]:
        return [maker(request, order) for maker in self._makers.values()]


links: Board[Sequence[Door]] = Board()
sections: Board[SafeString] = Board()
notes: Board[SafeString] = Board()
