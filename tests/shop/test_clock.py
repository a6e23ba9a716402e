"""The shop's only clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from shop import clock


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    clock.move_by(None)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 21, 22, 59, 59, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 23, 0, 0, tzinfo=UTC), date(2026, 11, 22)),  # midnight in winter
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, 0, tzinfo=UTC), date(2026, 7, 1)),  # midnight in summer
        (datetime(2028, 2, 28, 23, 0, 0, tzinfo=UTC), date(2028, 2, 29)),  # a leap day begins
        (datetime(2028, 2, 29, 23, 0, 0, tzinfo=UTC), date(2028, 3, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_paris(moment: datetime, day: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert clock.now() == moment
        assert clock.now().utcoffset() == timedelta(0)
        assert clock.today() == day
        assert clock.start_of(clock.today()) <= clock.now() < clock.start_of(clock.today() + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2028, 2, 29), 24), (date(2026, 7, 1), 24)],
)
def test_a_day_has_as_many_hours_as_it_has_in_paris(day: date, hours: int) -> None:
    length = clock.start_of(day + timedelta(days=1)).astimezone(UTC) - clock.start_of(day).astimezone(UTC)
    assert length == timedelta(hours=hours)


def test_a_demo_can_be_ahead() -> None:
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False):
        clock.move_by(lambda: timedelta(days=30))
        assert clock.today() == date(2026, 12, 21)
        clock.move_by(None)
        assert clock.today() == date(2026, 11, 21)
