"""The shop's only clock. Everything that asks for the time asks here, so that a demo or a test can move it.

Stored in UTC; days, months, expiry and years begin in the shop's zone (settings.TIME_ZONE).
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_offset: Callable[[], timedelta] | None = None


def now() -> datetime:
    """This moment, aware, in UTC."""
    moment = timezone.now()  # noqa: TID251  the one place that may
    return moment + _offset() if _offset else moment


def zone() -> ZoneInfo:
    """The shop's zone, in which days begin."""
    return ZoneInfo(settings.TIME_ZONE)


def today() -> date:
    """The day it is in the shop's zone."""
    return now().astimezone(zone()).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in the shop's zone (right across summer time), aware."""
    return datetime(day.year, day.month, day.day, tzinfo=zone())


def move_by(offset: Callable[[], timedelta] | None) -> None:
    """Let a demo tell how far the clock is ahead; None gives the true time again."""
    global _offset
    _offset = offset
