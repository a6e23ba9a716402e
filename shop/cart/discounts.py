"""What promotions have done to a line: Oscar's register, without its questions to the database."""

from typing import Any

from oscar.apps.basket.utils import LineDiscountRegistry


class Discounts(LineDiscountRegistry):
    """Oscar's rules of who may share a line with whom.

    An exclusive promotion takes the pieces that other exclusive ones left, and no line that an unexclusive one has
    touched; an unexclusive one no line that an exclusive one has touched. Where either of two names partners
    (`combined_ids`), they share a line only as partners. One that makes delivery cheaper shares with all.
    """

    def available(self, offer: Any = None) -> int:
        """How many pieces of the line a promotion may still take."""
        taken: int = self.num_consumed(offer)
        most = int(self._line.quantity)
        if offer is None or offer.is_for_delivery:
            return most - taken
        for other in self.consumers:
            if other.pk == offer.pk:
                continue
            if offer.exclusive != other.exclusive or not _may_share(offer, other):
                return 0
            if offer.exclusive:
                most -= self.num_consumed(other)
        return max(0, most - taken)


def _may_share(one: Any, other: Any) -> bool:
    if one.combined_ids is None and other.combined_ids is None:
        return True
    return other.pk in (one.combined_ids or frozenset())
