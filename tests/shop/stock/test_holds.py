"""Pieces are promised once: never more than there are, all of a basket or none of it."""

from datetime import timedelta
from functools import partial

import pytest

from shop import clock
from shop.stock import holds
from shop.stock.models import StockHold, StockRecord
from shop.stock.services import StockInUse, set_stock
from tests import factories as make
from tests import rivals


def record(in_stock: int | None = 10) -> StockRecord:
    return StockRecord.objects.get(product=make.product(in_stock=in_stock))


def soon():
    return clock.now() + timedelta(minutes=15)


def allocated(*records: StockRecord) -> list[int]:
    return [StockRecord.objects.get(pk=one.pk).num_allocated or 0 for one in records]


@pytest.mark.django_db
def test_a_hold_promises_all_lines_in_few_statements_whatever_their_number(django_assert_num_queries) -> None:
    few, many = [record() for _ in range(2)], [record() for _ in range(10)]

    for source, records in (("few", few), ("many", many)):
        with django_assert_num_queries(5):  # savepoint, lock, update, insert, release
            holds.hold(source, {one.pk: 2 for one in records}, soon())

    assert allocated(*few, *many) == [2] * 12


@pytest.mark.django_db
def test_too_few_left_of_one_line_holds_nothing_of_any() -> None:
    plenty, short = record(10), record(1)

    with pytest.raises(holds.Gone) as gone:
        holds.hold("a", {plenty.pk: 3, short.pk: 2}, soon())

    assert gone.value.left == {short.pk: 1}
    assert allocated(plenty, short) == [0, 0]
    assert StockHold.objects.count() == 0


@pytest.mark.django_db
def test_made_to_order_is_never_gone() -> None:
    endless = record(None)

    holds.hold("a", {endless.pk: 500}, soon())

    assert allocated(endless) == [500]


@pytest.mark.django_db
def test_what_is_released_can_be_held_again_and_releasing_twice_gives_back_once() -> None:
    one = record(2)
    holds.hold("a", {one.pk: 2}, soon())

    assert holds.release("a") is True
    assert holds.release("a") is False
    assert allocated(one) == [0]
    holds.hold("b", {one.pk: 2}, soon())
    assert allocated(one) == [2]


@pytest.mark.django_db
def test_what_is_sold_stays_promised_and_is_captured_once() -> None:
    one = record(5)
    holds.hold("a", {one.pk: 2}, soon())

    holds.capture("a")
    holds.capture("a")

    assert holds.release("a") is False
    assert allocated(one) == [2]
    assert StockHold.objects.get().state == StockHold.State.CAPTURED


@pytest.mark.django_db
def test_a_released_hold_cannot_be_sold() -> None:
    one = record(5)
    holds.hold("a", {one.pk: 2}, soon())
    holds.release("a")

    with pytest.raises(holds.HoldIsOver):
        holds.capture("a")

    assert allocated(one) == [0]


@pytest.mark.django_db
def test_shipped_pieces_leave_the_stock_and_given_back_pieces_return_to_it() -> None:
    one = record(5)
    holds.hold("a", {one.pk: 3}, soon())
    holds.capture("a")

    holds.leave("a", {one.pk: 2}, shipped=True)
    holds.leave("a", {one.pk: 1}, shipped=False)

    now = StockRecord.objects.get(pk=one.pk)
    assert (now.num_in_stock, now.num_allocated) == (3, 0)
    with pytest.raises(holds.HoldIsOver):
        holds.leave("a", {one.pk: 1}, shipped=False)
    assert allocated(one) == [0]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_thirty_rivals_for_ten_pieces_get_exactly_ten() -> None:
    one = record(10)

    answers = rivals.together([partial(holds.hold, f"r{i}", {one.pk: 1}, soon()) for i in range(30)])

    assert rivals.kinds(answers) == {"Gone": 20, "NoneType": 10}
    assert allocated(one) == [10]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_baskets_with_the_same_goods_in_another_order_never_wait_in_a_circle() -> None:
    first, second = record(100), record(100)
    there, back = {first.pk: 1, second.pk: 1}, {second.pk: 1, first.pk: 1}

    answers = rivals.together([partial(holds.hold, f"r{i}", back if i % 2 else there, soon()) for i in range(20)])

    assert rivals.kinds(answers) == {"NoneType": 20}
    assert allocated(first, second) == [20, 20]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_twenty_releases_of_one_hold_give_back_once() -> None:
    one = record(10)
    holds.hold("a", {one.pk: 4}, soon())
    holds.hold("b", {one.pk: 4}, soon())

    answers = rivals.together([partial(holds.release, "a")] * 20)

    assert sorted(answers) == [False] * 19 + [True]
    assert allocated(one) == [4]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_merchant_counts_while_shoppers_buy_and_nobody_is_lost() -> None:
    one = record(10)

    answers = rivals.together(
        [partial(holds.hold, f"r{i}", {one.pk: 1}, soon()) for i in range(8)] + [partial(set_stock, one, 5)] * 4
    )

    taken = sum(answer is None for answer in answers[:8])
    now = StockRecord.objects.get(pk=one.pk)
    assert now.num_allocated == taken <= (now.num_in_stock or 0)
    assert all(answer is None or isinstance(answer, (holds.Gone, StockInUse)) for answer in answers)
