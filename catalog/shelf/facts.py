"""The shelf-facts socket: what rooms above know of products, kept on the shelf so that lists join nothing.

A source is asked for product numbers and answers a mapping of columns for those it knows:

    facts.register("stock", prices_and_availability)   # {12: {"price_from": 2400, "availability": 2}}

With no source the shelf works: prices are unknown, everything counts as in stock.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from catalog.models import Availability

Source = Callable[[Collection[int]], Mapping[int, Mapping[str, Any]]]

DEFAULTS: dict[str, Any] = {
    "price_from": None,
    "price_to": None,
    "price_prior": None,
    "availability": Availability.GOOD,
    "sales": 0,
    "rating": None,
    "rating_count": 0,
    "likes": 0,
}
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Plug a source in; a second one under the same name takes its place."""
    _sources[name] = source


def gather(product_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """All columns for these products. Raises KeyError when a source answers with a column the shelf lacks."""
    known = {product_id: dict(DEFAULTS) for product_id in product_ids}
    for name, source in _sources.items():
        for product_id, columns in source(product_ids).items():
            strange = columns.keys() - DEFAULTS.keys()
            if strange:
                raise KeyError(f"The shelf has no column {', '.join(sorted(strange))} (from {name}).")
            known[product_id].update(columns)
    return known
