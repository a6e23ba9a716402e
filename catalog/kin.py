"""Socket: what goes with a product besides what the merchant says, shown after it under "Look also at".

    kin.register("order", bought_with)   # product number → a query of one column: numbers of other products

A query, not a list: it becomes part of the one statement that asks for the cards. Working when empty.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

Source = Callable[[int], "QuerySet[Any, tuple[int]]"]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Plug a source in; a second one under the same name takes its place."""
    _sources[name] = source


def of(product_id: int) -> "list[QuerySet[Any, tuple[int]]]":
    """One query a source."""
    return [source(product_id) for source in _sources.values()]
