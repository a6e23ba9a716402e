"""When a parcel arrives: working days, public holidays, the hour, the shop's zone; and how it is said."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.delivery import dates

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    """A moment on the clocks of Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def promised(moment: str, days: tuple[int, int] = (1, 1), country: str = "FR", before: time = time(14)) -> list[str]:
    made = dates.promise(
        order_before=before, days_min=days[0], days_max=days[1], country=country, moment=at(moment).astimezone(UTC)
    )
    until = made.until.astimezone(PARIS)
    return [f"{made.earliest:%a %d %b}", f"{made.latest:%a %d %b}", f"{until:%a %d %b %H:%M}"]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Tuesday before the hour, at it, after it.
        ("2026-11-24T13:59:59", ["Wed 25 Nov", "Wed 25 Nov", "Tue 24 Nov 14:00"]),
        ("2026-11-24T14:00:00", ["Thu 26 Nov", "Thu 26 Nov", "Wed 25 Nov 14:00"]),
        ("2026-11-24T23:59:59", ["Thu 26 Nov", "Thu 26 Nov", "Wed 25 Nov 14:00"]),
        ("2026-11-25T00:00:00", ["Thu 26 Nov", "Thu 26 Nov", "Wed 25 Nov 14:00"]),
        # Over a weekend.
        ("2026-11-27T13:00:00", ["Mon 30 Nov", "Mon 30 Nov", "Fri 27 Nov 14:00"]),
        ("2026-11-27T15:00:00", ["Tue 01 Dec", "Tue 01 Dec", "Mon 30 Nov 14:00"]),
        ("2026-11-28T09:00:00", ["Tue 01 Dec", "Tue 01 Dec", "Mon 30 Nov 14:00"]),
        # 11 November, Christmas (a Friday), New Year (a Friday), Easter Monday, 1 and 8 May (Fridays in 2026).
        ("2026-11-10T15:00:00", ["Fri 13 Nov", "Fri 13 Nov", "Thu 12 Nov 14:00"]),
        ("2026-12-24T13:00:00", ["Mon 28 Dec", "Mon 28 Dec", "Thu 24 Dec 14:00"]),
        ("2026-12-24T15:00:00", ["Tue 29 Dec", "Tue 29 Dec", "Mon 28 Dec 14:00"]),
        ("2026-12-31T15:00:00", ["Tue 05 Jan", "Tue 05 Jan", "Mon 04 Jan 14:00"]),
        ("2026-04-03T15:00:00", ["Wed 08 Apr", "Wed 08 Apr", "Tue 07 Apr 14:00"]),
        ("2026-04-30T15:00:00", ["Tue 05 May", "Tue 05 May", "Mon 04 May 14:00"]),
        # The nights in which clocks change: 25 October 2026, 28 March 2027 (both Sundays).
        ("2026-10-25T02:30:00", ["Tue 27 Oct", "Tue 27 Oct", "Mon 26 Oct 14:00"]),
        ("2027-03-28T03:30:00", ["Wed 31 Mar", "Wed 31 Mar", "Tue 30 Mar 14:00"]),
    ],
)
def test_a_parcel_leaves_on_a_working_day_before_the_hour_and_arrives_on_one(moment: str, expected: list[str]) -> None:
    assert promised(moment) == expected


def test_the_hour_is_that_of_the_shop_whatever_the_server_thinks() -> None:
    # 13:30 in winter and 14:30 in summer are both 12:30 in UTC.
    winter = dates.promise(
        order_before=time(14), days_min=1, days_max=1, country="FR", moment=datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    )
    summer = dates.promise(
        order_before=time(14), days_min=1, days_max=1, country="FR", moment=datetime(2026, 7, 7, 12, 30, tzinfo=UTC)
    )

    assert winter.earliest == date(2026, 11, 25)
    assert summer.earliest == date(2026, 7, 9)


def test_days_on_the_way_are_working_days_in_both_countries() -> None:
    # 3 October 2025 is a holiday in Germany; 14 July one in France; 6 December one in Spain and Finland.
    assert promised("2025-10-02T10:00:00")[0] == "Fri 03 Oct"
    assert promised("2025-10-02T10:00:00", country="DE")[0] == "Mon 06 Oct"
    assert promised("2026-07-13T10:00:00", country="DE")[0] == "Wed 15 Jul"
    assert promised("2026-11-24T10:00:00", (4, 7), "BE") == ["Mon 30 Nov", "Thu 03 Dec", "Tue 24 Nov 14:00"]


def test_a_courier_of_the_same_day_waits_for_a_working_day_there() -> None:
    assert promised("2026-11-24T10:00:00", (0, 0))[0] == "Tue 24 Nov"
    assert promised("2025-10-03T10:00:00", (0, 0), "DE")[0] == "Mon 06 Oct"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    moment=st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
    hour=st.times(max_value=time(23, 59)),
    days=st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted),
    country=st.sampled_from(["FR", "BE", "DE", "MC", "FI", "XX"]),
)
def test_a_promise_holds_until_its_end_and_not_a_moment_longer(
    moment: datetime, hour: time, days: list[int], country: str
) -> None:
    # Hours that the clocks skip or repeat at night are no hours to send parcels at.
    hour = hour.replace(hour=max(4, hour.hour), second=0, microsecond=0)
    given_by = {"order_before": hour, "days_min": days[0], "days_max": days[1], "country": country}
    now = dates.promise(moment=moment, **given_by)  # type: ignore[arg-type]
    just_before = dates.promise(moment=now.until - timedelta(microseconds=1), **given_by)  # type: ignore[arg-type]
    then = dates.promise(moment=now.until, **given_by)  # type: ignore[arg-type]

    assert moment < now.until
    assert just_before == now
    assert then.until > now.until
    assert then.earliest >= now.earliest
    assert now.earliest <= now.latest
    assert now.earliest >= moment.astimezone(PARIS).date()
    for day in (now.earliest, now.latest):
        assert dates.is_working_day(day, "FR", country)
    between = [now.until.astimezone(PARIS).date() + timedelta(days=n) for n in range(1, 60)]
    working = [day for day in between if dates.is_working_day(day, "FR", country)]
    if days[1]:
        assert now.latest == working[days[1] - 1]


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        (
            *(date(2026, 11, 25), date(2026, 11, 27)),
            *("Chez vous entre mercredi 25 et vendredi 27~novembre", "Between Wednesday 25 and Friday 27~November"),
        ),
        (
            *(date(2026, 11, 30), date(2026, 12, 1)),
            "Chez vous entre lundi 30~novembre et mardi 1er~décembre",
            "Between Monday 30~November and Tuesday 1~December",
        ),
        (
            *(date(2026, 12, 31), date(2027, 1, 4)),
            "Chez vous entre jeudi 31~décembre et lundi 4~janvier",
            "Between Thursday 31~December and Monday 4~January",
        ),
        (
            *(date(2026, 11, 25), date(2026, 11, 25)),
            *("Chez vous mercredi 25~novembre", "With you on Wednesday 25~November"),
        ),
    ],
)
def test_days_are_said_as_one_speaks(first: date, last: date, french: str, english: str) -> None:
    with translation.override("fr"):
        assert dates.arrival_in_words(first, last) == french.replace("~", "\u00a0")
    with translation.override("en"):
        assert dates.arrival_in_words(first, last) == english.replace("~", "\u00a0")


def test_what_one_fetches_waits_at_the_pick_up_point() -> None:
    first, last = date(2026, 11, 25), date(2026, 11, 27)
    with translation.override("en"):
        words = dates.arrival_in_words(first, last, pickup=True)
        assert words == "At the pick-up point between Wednesday 25 and Friday 27\u00a0November"
    with translation.override("fr"):
        assert dates.arrival_in_words(last, last, pickup=True) == "Au point relais vendredi 27\u00a0novembre"


@pytest.mark.parametrize(
    ("now", "until", "french", "english"),
    [
        ("2026-11-24T10:00", "2026-11-24T14:00", "avant 14~h", "before 2~pm"),
        ("2026-11-24T15:00", "2026-11-25T14:30", "avant demain 14~h~30", "before 2:30~pm tomorrow"),
        ("2026-11-27T15:00", "2026-11-30T09:00", "avant lundi 30~novembre 9~h", "before 9~am on Monday 30~November"),
        ("2026-11-24T10:00", "2026-11-24T12:00", "avant 12~h", "before 12~pm"),
        ("2026-11-24T23:59", "2026-11-25T00:30", "avant demain 0~h~30", "before 12:30~am tomorrow"),
    ],
)
def test_the_hour_by_which_to_order_is_said_from_where_one_stands(
    now: str, until: str, french: str, english: str
) -> None:
    for language, expected in (("fr", french), ("en", english)):
        with translation.override(language):
            assert dates.limit_in_words(at(until), at(now)) == expected.replace("~", "\u00a0")
