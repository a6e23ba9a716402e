"""What delivery costs: the first step that fits, found anew by a plain search over every gram and cent."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.delivery.models import Method, Step
from shop.delivery.selectors import fitting_step, price

# No timed assertion: a machine that has much to do is slow at inventing examples.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
STEPS = st.lists(
    st.tuples(st.integers(1, 60), st.none() | st.integers(0, 60), st.integers(0, 2000)),
    max_size=8,
    unique_by=lambda step: step[:2],
)


def steps_of(rows: list[tuple[int, int | None, int]]) -> list[Step]:
    return [Step(up_to_grams=grams, up_to_total=total, price=cents) for grams, total, cents in rows]


def plain_search(rows: list[tuple[int, int | None, int]], weight: int, total: int) -> int | None:
    """Goes up gram by gram, and at each weight cent by cent, until a step of exactly that size stands there."""
    table = {(grams, sum_): cents for grams, sum_, cents in rows}
    for grams in range(weight, 61):
        for sum_ in range(total, 61):
            if (grams, sum_) in table:
                return table[grams, sum_]
        if (grams, None) in table:
            return table[grams, None]
    return None


@patient
@given(rows=STEPS, weight=st.integers(0, 70), total=st.integers(0, 70))
def test_the_price_is_that_of_the_first_step_by_weight_then_by_sum(
    rows: list[tuple[int, int | None, int]], weight: int, total: int
) -> None:
    found = fitting_step(steps_of(rows), weight=weight, total=total)

    assert (found.price if found else None) == plain_search(rows, weight, total)
    if found:
        assert weight <= found.up_to_grams
    elif any(sum_ is None for _grams, sum_, _cents in rows):
        assert weight > max(grams for grams, sum_, _cents in rows if sum_ is None)


@patient
@given(rows=STEPS.filter(bool), seed=st.randoms(use_true_random=False), weight=st.integers(0, 70))
def test_the_order_in_which_steps_were_written_does_not_matter(
    rows: list[tuple[int, int | None, int]], seed: object, weight: int
) -> None:
    shuffled = rows.copy()
    seed.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = (fitting_step(steps_of(some), weight=weight, total=30) for some in (rows, shuffled))
    assert (one.price if one else None) == (other.price if other else None)


@pytest.mark.parametrize(
    ("weight", "total", "expected"),
    [
        (0, 0, 490),
        (500, 3000, 490),
        (500, 3001, 390),
        (501, 3000, 690),
        (2000, 0, 690),
        (2001, 0, None),
    ],
)
def test_at_the_edge_of_a_step(weight: int, total: int, expected: int | None) -> None:
    steps = steps_of([(2000, None, 690), (500, None, 390), (500, 3000, 490)])

    found = fitting_step(steps, weight=weight, total=total)

    assert (found.price if found else None) == expected


@pytest.mark.parametrize(
    ("free_from", "by_promotion", "total", "free", "expected"),
    [
        (None, True, 999_999, False, 590),
        (5900, True, 5899, False, 590),
        (5900, True, 5900, False, 0),
        (5900, True, 100, True, 0),
        (None, True, 100, True, 0),
        (None, False, 100, True, 590),
        (5900, False, 5900, True, 0),
        (0, False, 0, False, 0),
    ],
)
def test_when_delivery_is_free(
    free_from: int | None, by_promotion: bool, total: int, free: bool, expected: int
) -> None:
    method = Method(free_from=free_from, free_by_promotion=by_promotion)

    assert price(method, Step(price=590), total=total, free=free) == expected
