"""Socket: what other rooms forget when a person is erased. Working when empty."""

from collections.abc import Callable

from shop.people.models import Person

Eraser = Callable[[Person], None]
_erasers: dict[str, Eraser] = {}


def register(name: str, eraser: Eraser) -> None:
    """Add a room's own erasure. It runs inside the transaction, before the person's own data goes, and may run twice.

    It is called for the person and for each one merged into them.
    """
    _erasers[name] = eraser


def erasers() -> list[tuple[str, Eraser]]:
    """All that is registered, by name."""
    return sorted(_erasers.items())
