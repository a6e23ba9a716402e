"""Why an order is not frozen, not paid or not placed. What a shopper reads is made by the views."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.cart.reckoning import Problem
    from shop.checkout.models import PendingOrder
    from shop.checkout.sums import Sums


class EmptyBasket(Exception):
    """There is nothing in the basket."""


class NotToBeHad(Exception):
    """Lines that cannot be sold as they stand: gone, fewer left, withdrawn. Nothing was held."""

    def __init__(self, problems: "tuple[Problem, ...]") -> None:
        super().__init__("; ".join(problem.sentence for problem in problems))
        self.problems = problems


class Changed(Exception):
    """The total is not the one that was shown. Nothing was held; the shopper is asked again."""

    def __init__(self, shown: int, sums: "Sums") -> None:
        super().__init__(f"{shown} cents were shown, {sums.total} it comes to.")
        self.shown, self.sums = shown, sums


class NoDelivery(Exception):
    """This way of delivery is not offered for this address, weight and sum."""


class NoLongerPending(Exception):
    """This pending order came to its end; `pending` tells which one."""

    def __init__(self, pending: "PendingOrder") -> None:
        super().__init__(f"pending order {pending.pk} is {pending.state}")
        self.pending = pending


class AlreadyPaid(NoLongerPending):
    """The basket was paid for in another window; its order stands, or is about to."""


class NotPaid(Exception):
    """Nothing, or not the right sum, has been paid for this pending order."""
