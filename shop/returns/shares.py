"""What goes back, to the cent: pure sums over what was bought and what went back before.

All amounts are integer cents with VAT. Whatever the order of partial refunds, their sums end exactly at what was paid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shop.cents import split, tax_within

Key = TypeVar("Key")


@dataclass(frozen=True)
class Bought:
    """An order line as sold, or a delivery's share of one rate, and what went back of it. `rate` in thousandths."""

    line_id: int
    quantity: int
    total: int
    tax: int
    rate: int
    refunded_quantity: int = 0
    refunded: int = 0
    refunded_tax: int = 0

    @property
    def pieces_left(self) -> int:
        return self.quantity - self.refunded_quantity

    @property
    def left(self) -> int:
        """Cents that have not gone back yet."""
        return self.total - self.refunded

    @property
    def is_over(self) -> bool:
        return not self.left and not self.pieces_left


@dataclass(frozen=True)
class Share:
    """What one refund takes of a line. `quantity` 0: money only, the goods stay."""

    line_id: int
    quantity: int
    amount: int
    tax: int


@dataclass(frozen=True)
class Source(Generic[Key]):
    """Where money came from: a payment, with what it has left to give back."""

    key: Key
    left: int
    is_card: bool


def of_pieces(line: Bought, quantity: int) -> Share:
    """Pieces of a line: their share of what is left of it, rounded down; the last piece takes the remainder."""
    amount = line.left * quantity // line.pieces_left if line.pieces_left else 0
    return _share(line, quantity, amount)


def of_amount(line: Bought, amount: int) -> Share:
    """Money without goods: a gesture."""
    return _share(line, 0, amount)


def over_lines(lines: Sequence[Bought], amount: int) -> list[Share]:
    """An amount spread over the lines by what is left of each; it must not be more than that in all."""
    parts = split(amount, [line.left for line in lines])
    return [of_amount(line, part) for line, part in zip(lines, parts, strict=True) if part]


def _share(line: Bought, quantity: int, amount: int) -> Share:
    """The tax that goes back is what the tax of the line falls by: what stays sold is taxed as a line of that total.

    So the rest of the line bears the tax of one total, half up, as it did when it was sold, and nothing is left over.
    """
    stays = line.left - amount
    tax = line.tax - line.refunded_tax - (tax_within(stays, line.rate) if stays else 0)
    return Share(line.line_id, quantity, amount, max(0, min(tax, amount)))


def of_reduction(total: int, given_back: int, *, gone: int, whole: int) -> int:
    """What a reduction (points) gives back when `gone` of `whole` have gone back in all: in proportion, no rest."""
    if whole <= 0:
        return 0
    return max(0, total * gone // whole - given_back)


def over_means(sources: Iterable[Source[Key]], amount: int) -> list[tuple[Key, int]]:
    """Which payment gives how much: cards first, up to what each has left, then the other means (decision 21).

    Raises ValueError when they have less than that.
    """
    parts: list[tuple[Key, int]] = []
    for source in sorted(sources, key=lambda each: not each.is_card):
        if part := min(source.left, amount):
            parts.append((source.key, part))
            amount -= part
    if amount:
        raise ValueError(f"{amount} cents are owed by no payment.")
    return parts
