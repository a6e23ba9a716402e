"""The offers socket: what a variant costs and whether there is any, told by the room that knows (shop.stock)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from catalog.models import Availability


@dataclass(frozen=True)
class Offer:
    """A variant as it can be bought now. Cents with VAT; the rate in thousandths; `left` only when few are."""

    price: int | None = None
    prior: int | None = None
    availability: int = Availability.GOOD
    left: int | None = None
    vat_rate: int | None = None

    @property
    def can_be_bought(self) -> bool:
        return self.price is not None and self.availability != Availability.GONE


Source = Callable[[Collection[int]], Mapping[int, Offer]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Plug the source in; there is one, the last registered."""
    _sources[:] = [source]


def for_variants(variant_ids: Collection[int]) -> dict[int, Offer]:
    """The offer of each variant; one without price where nobody knows."""
    known = dict(_sources[0](variant_ids)) if _sources else {}
    return {variant_id: known.get(variant_id, Offer()) for variant_id in variant_ids}
