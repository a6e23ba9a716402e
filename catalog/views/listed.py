"""What every list shows around its cards: how many, how sorted, what was chosen."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.shelf.listing import Listing
from shop.pages.money import euros


@dataclass(frozen=True)
class Chip:
    """Something chosen; `address` is the query string of the list without it."""

    label: str
    address: str


def shown(answer: Listing) -> dict[str, Any]:
    """The context of elements/listing.html."""
    asked = answer.question
    return {
        "listing": answer,
        "asked": asked,
        "sorts": [
            {"code": code, "label": label, "chosen": code == asked.sort, "usual": code == asked.default_sort}
            for code, (label, _rule) in asked.sorts.items()
        ],
        "rule": asked.sorts[asked.sort][1],
        "chips": chips(answer),
        "clear": asked.__class__(sort=asked.sort, q=asked.q, exact=asked.exact).address(),
    }


def chips(answer: Listing) -> list[Chip]:
    """All that was chosen, each with the address of the list without it."""
    asked = answer.question
    found = [Chip(choice.label, choice.address) for choice in answer.chips]
    if asked.price_min is not None or asked.price_max is not None:
        low, high = asked.price_min, asked.price_max
        if low is None:
            label = _("up to %(price)s") % {"price": euros(high)}
        elif high is None:
            label = _("from %(price)s up") % {"price": euros(low)}
        else:
            label = _("%(low)s to %(high)s") % {"low": euros(low), "high": euros(high)}
        found.append(Chip(label, asked.address(price_min=None, price_max=None)))
    if asked.in_stock:
        found.append(Chip(_("In stock"), asked.address(in_stock=False)))
    if asked.only_new:
        found.append(Chip(_("New only"), asked.address(only_new=False)))
    return found
