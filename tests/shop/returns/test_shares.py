"""To the cent: tables worked out by hand, and random sequences that end exactly at what was paid."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.cents import tax_within
from shop.returns import shares
from shop.returns.shares import Bought, Share, Source


def line(quantity: int = 1, total: int = 1000, rate: int = 200, **more: int) -> Bought:
    return Bought(line_id=1, quantity=quantity, total=total, tax=tax_within(total, rate), rate=rate, **more)


def after(bought: Bought, share: Share) -> Bought:
    return replace(
        bought,
        refunded_quantity=bought.refunded_quantity + share.quantity,
        refunded=bought.refunded + share.amount,
        refunded_tax=bought.refunded_tax + share.tax,
    )


@pytest.mark.parametrize(
    ("quantity", "total", "rate", "asked", "expected"),
    [
        (1, 3400, 200, [1], [(3400, 567)]),
        (3, 1000, 200, [1, 1, 1], [(333, 56), (333, 55), (334, 56)]),
        (3, 1000, 200, [2, 1], [(666, 111), (334, 56)]),
        (3, 1000, 200, [3], [(1000, 167)]),
        (7, 5, 200, [1, 1, 1, 1, 1, 1, 1], [(0, 0), (0, 0), (1, 0), (1, 0), (1, 1), (1, 0), (1, 0)]),
        (2, 1055, 55, [1, 1], [(527, 27), (528, 28)]),
        (2, 0, 200, [1, 1], [(0, 0), (0, 0)]),
        (2, 999, 0, [1, 1], [(499, 0), (500, 0)]),
    ],
)
def test_pieces_take_their_share_and_the_last_one_the_remainder(
    quantity: int, total: int, rate: int, asked: list[int], expected: list[tuple[int, int]]
) -> None:
    bought, found = line(quantity, total, rate), []

    for pieces in asked:
        share = shares.of_pieces(bought, pieces)
        bought = after(bought, share)
        found.append((share.amount, share.tax))

    assert found == expected
    assert bought.is_over
    assert bought.refunded_tax == bought.tax


def test_a_gesture_before_makes_the_pieces_that_come_back_later_worth_less() -> None:
    bought = line(2, 2000)
    gesture = shares.of_amount(bought, 500)
    bought = after(bought, gesture)

    first = shares.of_pieces(bought, 1)
    second = shares.of_pieces(after(bought, first), 1)

    assert gesture == Share(1, 0, 500, 83)
    assert (first.amount, first.tax, second.amount, second.tax) == (750, 125, 750, 125)


def test_an_amount_is_spread_by_what_is_left_of_each_line() -> None:
    lines = [line(1, 3400), replace(line(2, 1000, 55), line_id=2), replace(line(1, 600, refunded=600), line_id=3)]

    found = shares.over_lines(lines, 1000)

    assert found == [Share(1, 0, 773, 129), Share(2, 0, 227, 12)]


def test_a_reduction_comes_back_in_proportion_and_the_last_refund_brings_the_rest() -> None:
    first = shares.of_reduction(1000, 0, gone=3333, whole=10000)
    second = shares.of_reduction(1000, first, gone=6666, whole=10000)
    third = shares.of_reduction(1000, first + second, gone=10000, whole=10000)

    assert (first, second, third) == (333, 333, 334)
    assert shares.of_reduction(1000, 1000, gone=10000, whole=10000) == 0
    assert shares.of_reduction(0, 0, gone=0, whole=0) == 0


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (1000, [("card", 1000)]),
        (6000, [("card", 6000)]),
        (6001, [("card", 6000), ("voucher", 1)]),
        (11000, [("card", 6000), ("voucher", 5000)]),
        (0, []),
    ],
)
def test_the_card_gives_first_up_to_what_it_paid(amount: int, expected: list[tuple[str, int]]) -> None:
    sources = [Source("voucher", 5000, False), Source("card", 6000, True), Source("spent", 0, True)]

    assert shares.over_means(sources, amount) == expected


def test_more_than_all_payments_have_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cents"):
        shares.over_means([Source("card", 6000, True)], 6001)


@settings(max_examples=200, deadline=None)
@given(
    quantity=st.integers(1, 12),
    total=st.integers(0, 100_000),
    rate=st.sampled_from([0, 21, 55, 100, 200, 255]),
    data=st.data(),
)
def test_any_sequence_of_partial_refunds_ends_exactly_at_what_was_paid(
    quantity: int, total: int, rate: int, data: st.DataObject
) -> None:
    bought, taken = line(quantity, total, rate), []
    while not bought.is_over:
        if bought.pieces_left and (not bought.left or data.draw(st.booleans())):
            share = shares.of_pieces(bought, data.draw(st.integers(1, bought.pieces_left)))
        else:
            share = shares.of_amount(bought, data.draw(st.integers(1, bought.left)))
        assert 0 <= share.tax <= share.amount
        taken.append(share)
        bought = after(bought, share)
        assert 0 <= bought.refunded <= total
        assert bought.tax - bought.refunded_tax == tax_within(bought.left, rate)

    assert sum(share.amount for share in taken) == total
    assert sum(share.tax for share in taken) == tax_within(total, rate)
    assert sum(share.quantity for share in taken) == quantity
