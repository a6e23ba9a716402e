"""Sums of money in integer cents: the few sums that every room must do alike."""

from collections.abc import Sequence
from decimal import Decimal


def cents(amount: Decimal) -> int:
    """Euros as Oscar keeps them, in cents. Raises ValueError on a fraction of a cent."""
    whole = amount * 100
    if whole != whole.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of cents.")
    return int(whole)


def euros(amount: int) -> Decimal:
    """Cents as Oscar's columns keep them: two decimals."""
    return Decimal(amount).scaleb(-2)


def tax_within(gross: int, rate: int) -> int:
    """The VAT inside a sum with VAT, half up. `rate` in thousandths (200 is 20 %); both not negative.

    Computed once per discounted line total, as Directive 2006/112/EC leaves to the states and CGI Ann. II
    art. 242 nonies A allows: gross x rate / (1000 + rate).
    """
    return (2 * gross * rate + 1000 + rate) // (2 * (1000 + rate))


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount parted by weights, to the cent: largest remainders first, earlier ones on a draw.

    The parts add up to the amount; weights that are all nought share alike. No weights: no parts (ValueError unless
    the amount is nought).
    """
    if not weights:
        if amount:
            raise ValueError(f"{amount} cents and nobody to take them.")
        return []
    whole = sum(weights)
    if not whole:
        weights, whole = [1] * len(weights), len(weights)
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts
