"""What runs out runs out at the start of its day in Paris, once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from shop import clock
from shop.ledger import selectors, services
from shop.ledger.exceptions import BadExpiry, Contradiction, HoldIsOver, NotEnough
from shop.ledger.models import Account, Entry, Hold
from shop.ledger.services.book import Book
from shop.ledger.tasks import expire_due as task
from shop.ledger.terms import gone_on
from tests.shop.ledger import POINTS

Earn = Callable[..., Entry]
Audited = Callable[[], list[str]]
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def autumn() -> object:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as machine:
        yield machine


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC)),  # summer time begins at 2: midnight is still UTC+1
        (date(2026, 3, 30), datetime(2026, 3, 29, 22, tzinfo=UTC)),  # a day of 23 hours lies between
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC)),  # winter time begins at 3
        (date(2026, 10, 26), datetime(2026, 10, 25, 23, tzinfo=UTC)),  # a day of 25 hours
        (date(2027, 1, 1), datetime(2026, 12, 31, 23, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 2, 28, 23, tzinfo=UTC)),
        (date(2028, 3, 1), datetime(2028, 2, 29, 23, tzinfo=UTC)),
    ],
)
def test_a_lot_goes_at_midnight_in_paris_and_not_a_second_earlier(
    account: Account, earn: Earn, audited: Audited, day: date, moment: datetime
) -> None:
    lot = earn(100, "order-1", expires_on=day)
    assert lot.expires_at == moment

    with time_machine.travel(moment - SECOND, tick=False):
        assert services.expire_due() == services.Expired(0, 0)
        assert selectors.available(account) == 100
    with time_machine.travel(moment, tick=False):
        assert selectors.available(account) == 0  # before any sweep
        assert services.expire_due() == services.Expired(0, 1)
        assert services.expire_due() == services.Expired(0, 0)
        task()
    entry = account.entries.get(kind="expiry")
    assert (entry.amount, entry.balance_after, entry.created_at) == (-100, 0, moment)
    assert audited() == []


@pytest.mark.parametrize(
    ("start", "months", "gone"),
    [
        (date(2028, 2, 29), 12, date(2029, 3, 1)),  # through 28 February
        (date(2027, 2, 28), 12, date(2028, 2, 29)),  # through the 28th, although there is a 29th
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
        (date(2026, 11, 21), 24, date(2028, 11, 22)),
        (date(2026, 12, 15), 12, date(2027, 12, 16)),
    ],
)
def test_a_period_in_months_ends_as_eu_law_counts(start: date, months: int, gone: date) -> None:
    assert gone_on(start, months=months) == gone


def test_what_is_due_cannot_be_spent_before_the_sweep_has_come(account: Account, earn: Earn, audited: Audited) -> None:
    earn(100, "order-1", expires_on=date(2026, 3, 10))
    earn(20, "order-2")
    with time_machine.travel(clock.start_of(date(2026, 3, 10)), tick=False):
        with pytest.raises(NotEnough) as refusal:
            services.debit(account=account, amount=21, unit=POINTS, kind="spend", source="1")
        assert refusal.value.available == 20
        assert account.entries.filter(kind="expiry").count() == 0  # refused as a whole
        services.debit(account=account, amount=20, unit=POINTS, kind="spend", source="1")
        assert services.expire_due() == services.Expired(0, 0)
    account.refresh_from_db()
    assert account.balance == 0
    assert audited() == []


def test_only_what_is_left_of_a_lot_expires(account: Account, earn: Earn, audited: Audited) -> None:
    earn(100, "order-1", expires_on=date(2026, 3, 10))
    earn(50, "order-2", expires_on=date(2026, 3, 20))
    services.debit(account=account, amount=70, unit=POINTS, kind="spend", source="1")
    assert selectors.expiring(account, before=clock.start_of(date(2026, 3, 11))) == 30
    services.expire_due(now=clock.start_of(date(2026, 3, 15)))
    assert [lot.left for lot in selectors.lots(account)] == [50]
    assert audited() == []


def test_what_is_held_waits_for_the_hold(account: Account, earn: Earn, audited: Audited) -> None:
    earn(100, "order-1", expires_on=date(2026, 3, 10))
    services.hold(account=account, amount=60, unit=POINTS, key="captured")
    with time_machine.travel(clock.start_of(date(2026, 3, 10)), tick=False):
        assert services.expire_due().lots == 1  # the free 40
        assert services.expire_due().lots == 0
        services.capture(key="captured")
    account.refresh_from_db()
    assert (account.balance, account.held) == (0, 0)
    assert audited() == []


def test_a_lot_that_a_hold_needs_whole_is_left_alone(account: Account, earn: Earn, audited: Audited) -> None:
    held, free = earn(60, "order-1", expires_on=date(2026, 3, 10)), earn(40, "order-2", expires_on=date(2026, 3, 10))
    services.hold(account=account, amount=60, unit=POINTS, key="pending-1")
    services.expire_due(now=clock.start_of(date(2026, 3, 10)))
    assert list(account.entries.filter(kind="expiry").values_list("amount", flat=True)) == [-40]
    assert (held.spent_by.count(), free.spent_by.get().amount) == (0, 40)
    assert audited() == []


def test_a_hold_released_after_the_day_gives_back_what_is_gone_at_once(
    account: Account, earn: Earn, audited: Audited
) -> None:
    earn(100, "order-1", expires_on=date(2026, 3, 10))
    services.hold(account=account, amount=60, unit=POINTS, key="released")
    with time_machine.travel(clock.start_of(date(2026, 3, 10)), tick=False):
        services.expire_due()
        services.release(key="released")
        services.release(key="released")
        assert services.expire_due().lots == 0
    assert list(account.entries.filter(kind="expiry").order_by("id").values_list("amount", flat=True)) == [-40, -60]
    assert audited() == []


def test_a_hold_ends_at_its_moment_by_the_sweep(account: Account, earn: Earn, audited: Audited) -> None:
    earn(100, "order-1")
    until = clock.now() + timedelta(minutes=15)
    services.hold(account=account, amount=60, unit=POINTS, key="pending-1", expires_at=until)
    assert services.expire_due(now=until - SECOND).holds == 0
    assert services.expire_due(now=until).holds == 1
    assert services.expire_due(now=until).holds == 0
    assert Hold.objects.get().state == Hold.State.EXPIRED
    with pytest.raises(HoldIsOver):
        services.capture(key="pending-1")
    assert selectors.available(account) == 100
    assert audited() == []


def test_a_hold_past_its_moment_is_still_captured_if_nobody_ended_it(account: Account, earn: Earn) -> None:
    earn(100, "order-1")
    services.hold(account=account, amount=60, unit=POINTS, key="p", expires_at=clock.now() + timedelta(minutes=15))
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=False):
        services.capture(key="p")
    assert selectors.available(account) == 40


def test_the_sweep_takes_no_more_than_its_limit(ada: object, earn: Earn) -> None:
    for number in range(3):
        other = services.open_account(key=f"v{number}", unit="cents")
        services.credit(
            account=other, amount=10, unit="cents", kind="sold", source=str(number), expires_on=date(2026, 3, 2)
        )
    later = clock.start_of(date(2026, 3, 2))
    assert [services.expire_due(now=later, limit=2).lots for _run in range(3)] == [2, 1, 0]


def test_what_expired_is_not_asked_back_when_its_earning_is_reversed(
    account: Account, earn: Earn, audited: Audited
) -> None:
    lot = earn(100, "order-1", expires_on=date(2026, 3, 10))
    services.debit(account=account, amount=40, unit=POINTS, kind="spend", source="1")
    with time_machine.travel(clock.start_of(date(2026, 3, 10)), tick=False):
        back = services.reverse(entry=lot, kind="refund", source="1")
        assert services.reverse(entry=lot, amount=100, kind="refund", source="1") == back
    assert (back.asked, back.amount, back.owed, back.debt_after) == (-100, 0, 40, 40)
    assert audited() == []


def test_what_is_given_back_lasts_as_long_as_the_longest_of_its_lots(account: Account, earn: Earn) -> None:
    earn(10, "order-1", expires_on=date(2026, 3, 10))
    earn(10, "order-2", expires_on=date(2026, 3, 20))
    spent = services.debit(account=account, amount=20, unit=POINTS, kind="spend", source="1")
    back = services.give_back(entry=spent, kind="return", source="1")
    assert back.expires_at == clock.start_of(date(2026, 3, 20))


def test_nothing_is_credited_that_is_gone_already(account: Account, earn: Earn) -> None:
    with pytest.raises(BadExpiry):
        earn(100, "order-1", expires_on=clock.today())
    assert account.entries.count() == 0
    earn(100, "order-1", expires_on=clock.today() + timedelta(days=1))
    with pytest.raises(Contradiction):
        earn(100, "order-1", expires_on=clock.today() + timedelta(days=2))
    assert account.entries.count() == 1


def test_a_sweep_that_is_killed_half_way_is_made_up_by_the_next(
    ada: object, audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        other = services.open_account(key=f"v{number}", unit="cents")
        sold = {"account": other, "amount": 10, "unit": "cents", "kind": "sold", "source": str(number)}
        services.credit(**sold, expires_on=date(2026, 3, 2))  # type: ignore[arg-type]
    done, true = [], Book.expire

    def dies(book: Book, now: datetime) -> list[Entry]:
        done.append(book)
        entries = true(book, now)
        if len(done) == 3:
            raise KeyboardInterrupt
        return entries

    later = clock.start_of(date(2026, 3, 2))
    monkeypatch.setattr(Book, "expire", dies)
    with pytest.raises(KeyboardInterrupt):
        services.expire_due(now=later)
    monkeypatch.setattr(Book, "expire", true)
    assert Entry.objects.filter(kind="expiry").count() == 2  # the third was rolled back
    assert services.expire_due(now=later).lots == 2
    assert Entry.objects.filter(kind="expiry").count() == 4
    assert audited() == []
