"""Cents: VAT inside a sum, parts that add up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.cents import cents, euros, split, tax_within


@pytest.mark.parametrize(
    ("gross", "rate", "tax"),
    [(6700, 200, 1117), (1900, 200, 317), (1055, 55, 55), (0, 200, 0), (100, 0, 0), (3, 200, 1), (2, 200, 0)],
)
def test_the_vat_inside_a_sum_is_rounded_half_up(gross: int, rate: int, tax: int) -> None:
    assert tax_within(gross, rate) == tax


@given(st.integers(0, 10**9), st.sampled_from([0, 21, 25, 55, 100, 170, 200, 210, 250, 270]))
def test_the_vat_is_never_further_than_half_a_cent_from_the_fraction(gross: int, rate: int) -> None:
    exact = Fraction(gross * rate, 1000 + rate)

    assert -Fraction(1, 2) <= exact - tax_within(gross, rate) < Fraction(1, 2)


def test_largest_remainders_get_the_cents_that_are_left() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [0, 0]) == [5, 5]
    assert split(5, [0, 7]) == [0, 5]
    assert split(0, []) == []


def test_an_amount_with_nobody_to_take_it_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        split(1, [])


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_parts_add_up_and_none_is_a_cent_or_more_from_its_share(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)

    assert sum(parts) == amount
    if sum(weights):
        assert all(abs(part - Fraction(amount * w, sum(weights))) < 1 for part, w in zip(parts, weights, strict=True))


def test_euros_and_cents_are_the_same_sum() -> None:
    assert euros(2040) == Decimal("20.40")
    assert cents(Decimal("20.40")) == 2040
    with pytest.raises(ValueError, match="whole"):
        cents(Decimal("0.005"))
