"""Earning, spending, holding, taking back: each thing once, each refusal without a trace."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from shop.ledger import selectors, services
from shop.ledger.exceptions import (
    BadAmount,
    Contradiction,
    HoldIsOver,
    NoReason,
    NotEnough,
    NotReversible,
    Rival,
    UnknownUnit,
    WrongUnit,
)
from shop.ledger.models import Account, Allocation, Entry, Hold
from shop.people.models import Person
from tests.shop.ledger import POINTS

Earn = Callable[..., Entry]
Audited = Callable[[], list[str]]


def spend(account: Account, amount: int, source: str) -> Entry:
    return services.debit(account=account, amount=amount, unit=POINTS, kind="spend", source=source)


def numbers(account: Account) -> tuple[int, int, int, int]:
    """Balance, held, debt, number of entries."""
    account.refresh_from_db()
    return account.balance, account.held, account.debt, account.entries.count()


def test_an_account_is_opened_once(ada: Person) -> None:
    first = services.open_account(person=ada, unit=POINTS)
    assert services.open_account(person=ada, unit=POINTS) == first
    assert services.open_account(key="voucher-1", unit="cents") == services.open_account(key="voucher-1", unit="cents")
    assert Account.objects.count() == 2


def test_an_account_belongs_to_a_person_or_to_nobody_by_its_key(ada: Person) -> None:
    with pytest.raises(ValueError):
        services.open_account(unit=POINTS)
    with pytest.raises(ValueError):
        services.open_account(unit=POINTS, person=ada, key="both")
    with pytest.raises(UnknownUnit):
        services.open_account(unit="shells", person=ada)
    assert Account.objects.count() == 0


def test_earning_and_spending_move_the_balance_by_entries(account: Account, earn: Earn, audited: Audited) -> None:
    earn(100, "order-1")
    entry = spend(account, 30, "basket-1")
    assert (entry.amount, entry.balance_after, entry.worth) == (-30, 70, -30)
    assert numbers(account) == (70, 0, 0, 2)
    assert list(selectors.statement(account)) == [entry, account.entries.get(kind="order")]
    assert audited() == []


def test_earning_twice_with_the_same_key_writes_once(account: Account, earn: Earn) -> None:
    first = earn(100, "order-1")
    assert earn(100, "order-1") == first
    assert numbers(account) == (100, 0, 0, 1)


def test_spending_twice_with_the_same_key_writes_once_even_when_nothing_is_left(account: Account, earn: Earn) -> None:
    earn(100, "order-1")
    first = spend(account, 100, "basket-1")
    assert spend(account, 100, "basket-1") == first
    assert numbers(account) == (0, 0, 0, 2)


def test_the_same_key_for_something_else_is_a_contradiction(account: Account, earn: Earn, ben: Person) -> None:
    entry = earn(100, "order-1")
    other = services.open_account(person=ben, unit=POINTS)
    with pytest.raises(Contradiction):
        earn(99, "order-1")
    with pytest.raises(Contradiction):
        services.credit(account=other, amount=100, unit=POINTS, kind="order", source="order-1")
    with pytest.raises(Contradiction):
        services.reverse(entry=entry, kind="order", source="order-1")
    assert numbers(account) == (100, 0, 0, 1)
    assert numbers(other) == (0, 0, 0, 0)


def test_spending_more_than_the_balance_writes_nothing(account: Account, earn: Earn) -> None:
    earn(100, "order-1")
    with pytest.raises(NotEnough) as refusal:
        spend(account, 101, "basket-1")
    assert (refusal.value.available, refusal.value.wanted) == (100, 101)
    assert numbers(account) == (100, 0, 0, 1)
    assert Allocation.objects.count() == 0


@pytest.mark.parametrize("amount", [0, -1, 10**15 + 1, True, 1.5, "7", None])
def test_an_amount_is_a_whole_number_above_zero(account: Account, amount: object) -> None:
    for verb, key in (
        (services.credit, {"kind": "order", "source": "1"}),
        (services.debit, {"kind": "s", "source": "2"}),
    ):
        with pytest.raises(BadAmount):
            verb(account=account, amount=amount, unit=POINTS, **key)  # type: ignore[operator]
    with pytest.raises(BadAmount):
        services.hold(account=account, amount=amount, unit=POINTS, key="h")  # type: ignore[arg-type]
    assert numbers(account) == (0, 0, 0, 0)


def test_points_are_not_money(account: Account, earn: Earn) -> None:
    earn(100, "order-1")
    purse = services.open_account(key="voucher-1", unit="cents")
    for refused in (
        lambda: services.debit(account=account, amount=1, unit="cents", kind="spend", source="1"),
        lambda: services.credit(account=account, amount=1, unit="cents", kind="order", source="2"),
        lambda: services.hold(account=account, amount=1, unit="cents", key="3"),
        lambda: services.move(giver=account, taker=purse, amount=1, unit=POINTS, kind="gift", source="4"),
    ):
        with pytest.raises(WrongUnit):
            refused()
    assert numbers(account) == (100, 0, 0, 1)
    assert numbers(purse) == (0, 0, 0, 0)


def test_first_in_first_out(account: Account, earn: Earn, audited: Audited) -> None:
    first, second = earn(50, "order-1"), earn(50, "order-2")
    entry = spend(account, 70, "basket-1")
    assert list(entry.taken_from.order_by("id").values_list("earning", "amount")) == [(first.pk, 50), (second.pk, 20)]
    assert [(lot.entry, lot.left) for lot in selectors.lots(account)] == [(second, 30)]
    assert audited() == []


def test_what_is_held_cannot_be_spent_and_is_captured_once(account: Account, earn: Earn, audited: Audited) -> None:
    earn(100, "order-1")
    held = services.hold(account=account, amount=60, unit=POINTS, key="pending-1")
    with pytest.raises(NotEnough):
        spend(account, 41, "basket-1")
    assert numbers(account) == (100, 60, 0, 1)
    assert selectors.available(account) == 40

    entry = services.capture(key="pending-1")
    assert services.capture(key="pending-1") == entry
    assert services.hold(account=account, amount=60, unit=POINTS, key="pending-1") == held
    assert numbers(account) == (40, 0, 0, 2)
    assert (entry.kind, entry.source, entry.amount) == ("capture", "pending-1", -60)
    with pytest.raises(HoldIsOver):
        services.release(key="pending-1")
    with pytest.raises(Contradiction):
        services.capture(key="pending-1", kind="other")
    assert numbers(account) == (40, 0, 0, 2)
    assert audited() == []


def test_a_released_hold_gives_back_once_and_can_no_longer_be_captured(account: Account, earn: Earn) -> None:
    earn(100, "order-1")
    services.hold(account=account, amount=60, unit=POINTS, key="pending-1")
    assert services.release(key="pending-1").state == Hold.State.RELEASED
    assert services.release(key="pending-1").state == Hold.State.RELEASED
    with pytest.raises(HoldIsOver) as refusal:
        services.capture(key="pending-1")
    assert refusal.value.state == "released"
    assert numbers(account) == (100, 0, 0, 1)


def test_the_same_hold_key_with_another_content_is_a_contradiction(account: Account, earn: Earn, ben: Person) -> None:
    earn(100, "order-1")
    services.hold(account=account, amount=60, unit=POINTS, key="pending-1")
    other = services.open_account(person=ben, unit=POINTS)
    services.credit(account=other, amount=100, unit=POINTS, kind="order", source="order-2")
    with pytest.raises(Contradiction):
        services.hold(account=account, amount=61, unit=POINTS, key="pending-1")
    with pytest.raises(Contradiction):
        services.hold(account=other, amount=60, unit=POINTS, key="pending-1")
    assert Hold.objects.count() == 1
    assert numbers(other) == (100, 0, 0, 1)


def test_what_is_taken_back_after_spending_becomes_a_debt_that_is_paid_first(
    account: Account, earn: Earn, audited: Audited
) -> None:
    order = earn(100, "order-1")
    spend(account, 70, "basket-1")
    back = services.reverse(entry=order, kind="refund", source="order-1")
    assert services.reverse(entry=order, kind="refund", source="order-1") == back
    assert (back.amount, back.owed, back.worth, back.debt_after) == (-30, 70, -100, 70)
    assert numbers(account) == (0, 0, 70, 3)

    paying = earn(50, "order-2")
    assert (paying.amount, paying.owed, paying.worth) == (0, -50, 50)
    rest = earn(50, "order-3")
    assert (rest.amount, rest.owed) == (30, -20)
    assert numbers(account) == (30, 0, 0, 5)
    assert [(lot.entry, lot.left) for lot in selectors.lots(account)] == [(rest, 30)]
    assert audited() == []


def test_taking_back_takes_the_earning_itself_first_and_then_what_is_free(account: Account, earn: Earn) -> None:
    old, order, newer = earn(40, "order-0"), earn(100, "order-1"), earn(10, "order-2")
    part = services.reverse(entry=order, amount=90, kind="refund", source="order-1-a")
    assert list(part.taken_from.values_list("earning", "amount")) == [(order.pk, 90)]
    spend(account, 45, "basket-1")  # all of order-0, 5 of order-1
    rest = services.reverse(entry=order, kind="refund", source="order-1-b")
    assert list(rest.taken_from.order_by("id").values_list("earning", "amount")) == [(order.pk, 5), (newer.pk, 5)]
    assert numbers(account) == (5, 0, 0, 6)
    assert old.spent_by.get().amount == 40


def test_taking_back_leaves_what_is_held(account: Account, earn: Earn, audited: Audited) -> None:
    order = earn(100, "order-1")
    services.hold(account=account, amount=60, unit=POINTS, key="pending-1")
    services.reverse(entry=order, kind="refund", source="order-1")
    assert numbers(account) == (60, 60, 60, 2)
    assert audited() == []
    services.release(key="pending-1")  # what is freed pays the debt
    services.release(key="pending-1")
    assert numbers(account) == (0, 0, 0, 3)
    assert audited() == []


def test_an_earning_is_never_taken_back_beyond_its_worth(account: Account, earn: Earn) -> None:
    order = earn(100, "order-1")
    services.reverse(entry=order, amount=60, kind="refund", source="part-1")
    with pytest.raises(NotReversible):
        services.reverse(entry=order, amount=41, kind="refund", source="part-2")
    services.reverse(entry=order, kind="refund", source="rest")
    with pytest.raises(NotReversible):
        services.reverse(entry=order, kind="refund", source="again")
    assert numbers(account) == (0, 0, 0, 3)


def test_a_spending_is_given_back_once_and_never_taken_back(account: Account, earn: Earn, audited: Audited) -> None:
    earn(100, "order-1")
    entry = spend(account, 80, "basket-1")
    with pytest.raises(NotReversible):
        services.reverse(entry=entry, kind="refund", source="basket-1")
    part = services.give_back(entry=entry, amount=30, kind="return", source="basket-1-a")
    assert services.give_back(entry=entry, amount=30, kind="return", source="basket-1-a") == part
    with pytest.raises(NotReversible):
        services.give_back(entry=entry, amount=51, kind="return", source="basket-1-b")
    services.give_back(entry=entry, kind="return", source="basket-1-b")
    with pytest.raises(NotReversible):
        services.give_back(entry=entry, kind="return", source="basket-1-c")
    assert numbers(account) == (100, 0, 0, 4)
    assert audited() == []


def test_a_correction_says_why_and_happens_once(account: Account, earn: Earn, ben: Person, audited: Audited) -> None:
    with pytest.raises(NoReason):
        services.correct(account=account, amount=5, unit=POINTS, reason=" ", source="form-1", by=ben)
    with pytest.raises(BadAmount):
        services.correct(account=account, amount=0, unit=POINTS, reason="why not", source="form-1", by=ben)
    assert numbers(account) == (0, 0, 0, 0)
    for _twice in range(2):
        services.correct(account=account, amount=5, unit=POINTS, reason="broken mug", source="form-1", by=ben)
        services.correct(account=account, amount=-2, unit=POINTS, reason="miscounted", source="form-2", by=ben)
    with pytest.raises(NotEnough):
        services.correct(account=account, amount=-4, unit=POINTS, reason="too much", source="form-3", by=ben)
    assert numbers(account) == (3, 0, 0, 2)
    entry = account.entries.get(source="form-1")
    assert (entry.note, entry.created_by, entry.kind) == ("broken mug", ben, "correction")
    assert audited() == []


def test_points_move_to_a_friend_once_lot_by_lot(account: Account, earn: Earn, ben: Person, audited: Audited) -> None:
    earn(30, "order-1")
    earn(30, "order-2")
    other = services.open_account(person=ben, unit=POINTS)
    for _twice in range(2):
        services.move(giver=account, taker=other, amount=40, unit=POINTS, kind="gift", source="g1")
    assert numbers(account) == (20, 0, 0, 3)
    assert numbers(other) == (40, 0, 0, 2)
    assert [lot.left for lot in selectors.lots(other)] == [30, 10]
    with pytest.raises(NotEnough):
        services.move(giver=account, taker=other, amount=21, unit=POINTS, kind="gift", source="g2")
    with pytest.raises(Contradiction):
        services.move(giver=account, taker=account, amount=1, unit=POINTS, kind="gift", source="g3")
    assert numbers(account) == (20, 0, 0, 3)
    assert audited() == []


def test_a_write_past_the_lock_is_noticed(account: Account, earn: Earn) -> None:
    from shop.ledger.services.book import Words, open_book

    with transaction.atomic():
        book = open_book(account.pk)
        Account.objects.filter(pk=account.pk).update(version=7)
        with pytest.raises(Rival):
            book.put(Words("order", "order-1"), 10)
        transaction.set_rollback(True)
    assert numbers(account) == (0, 0, 0, 0)


@pytest.mark.parametrize("wrong", [{"balance": -1}, {"held": 1}, {"held": -1}, {"debt": -1}, {"balance": 5, "debt": 5}])
def test_the_database_refuses_an_impossible_account(account: Account, wrong: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(**wrong)
    assert numbers(account) == (0, 0, 0, 0)
