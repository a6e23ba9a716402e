"""On which days a parcel arrives, reckoned in working days, and how that is said.

A parcel leaves on a working day in France (Monday to Friday, no public holiday) if the order came before the hour of
that day, else on the next one. The days on the way are counted where both France and the country it goes to work. The
hour is one of the shop's zone; public holidays are those of a whole country (the `holidays` package).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop import clock
from shop.delivery.places import HOME

NO_BREAK = "\u00a0"
# As Babel writes days; English is that of Britain.
LOCALES = {"fr": "fr_FR", "en": "en_GB"}


@dataclass(frozen=True)
class Promise:
    """The first and the last day a parcel can arrive on, and the moment from which an order is promised later ones."""

    earliest: date
    latest: date
    until: datetime


@lru_cache
def _holidays(country: str) -> "holidays.HolidayBase | frozenset[date]":
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return frozenset()


def is_working_day(day: date, *countries: str) -> bool:
    """Monday to Friday, and no public holiday in any of the countries (two letters)."""
    return day.weekday() < 5 and not any(day in _holidays(country) for country in countries)


def next_working_day(day: date, *countries: str) -> date:
    """The first working day after this one."""
    day += timedelta(days=1)
    while not is_working_day(day, *countries):
        day += timedelta(days=1)
    return day


def promise(
    *, order_before: time, days_min: int, days_max: int, country: str, moment: datetime | None = None
) -> Promise:
    """What is promised to who orders at this moment (now): see the head of this page."""
    here = (moment or clock.now()).astimezone(clock.zone())
    leaves = here.date()
    if not is_working_day(leaves, HOME) or here.time() >= order_before:
        leaves = next_working_day(leaves, HOME)
    until = datetime.combine(leaves, order_before, tzinfo=clock.zone())
    return Promise(_arrival(leaves, days_min, country), _arrival(leaves, days_max, country), until)


def _arrival(leaves: date, days: int, country: str) -> date:
    """The day after so many working days; with none the day it leaves, or the next on which both countries work."""
    arrives = leaves
    for _each in range(days):
        arrives = next_working_day(arrives, HOME, country)
    return arrives if is_working_day(arrives, HOME, country) else next_working_day(arrives, HOME, country)


def day_in_words(day: date, *, month: bool = True) -> str:
    """ "vendredi 27 novembre", "Friday 27 November"; without the month "vendredi 27"; in the active language."""
    language = (get_language() or "fr")[:2]
    figure = "d'er'" if language == "fr" and day.day == 1 else "d"
    pattern = f"EEEE {figure}" + (f"{NO_BREAK}MMMM" if month else "")
    return format_date(day, pattern, locale=LOCALES.get(language, language))


def hour_in_words(hour: time) -> str:
    """ "14 h", "14 h 30"; "2 pm", "2:30 pm"; in the active language."""
    if (get_language() or "fr").startswith("fr"):
        return f"{hour.hour}{NO_BREAK}h" + (f"{NO_BREAK}{hour.minute:02}" if hour.minute else "")
    half = "am" if hour.hour < 12 else "pm"
    return f"{hour.hour % 12 or 12}" + (f":{hour.minute:02}" if hour.minute else "") + f"{NO_BREAK}{half}"


def arrival_in_words(earliest: date, latest: date, *, pickup: bool = False) -> str:
    """The sentence of look.md: "Chez vous entre mercredi 25 et vendredi 27 novembre"."""
    last = day_in_words(latest)
    if earliest == latest:
        words = _("At the pick-up point on %(day)s") if pickup else _("With you on %(day)s")
        return words % {"day": last}
    same_month = (earliest.year, earliest.month) == (latest.year, latest.month)
    words = _("At the pick-up point between %(first)s and %(last)s") if pickup else _("Between %(first)s and %(last)s")
    return words % {"first": day_in_words(earliest, month=not same_month), "last": last}


def limit_in_words(until: datetime, moment: datetime | None = None) -> str:
    """Until when an order counts: "before 2 pm", "before 2 pm tomorrow", "before 2 pm on Monday 30 November"."""
    there, here = until.astimezone(clock.zone()), (moment or clock.now()).astimezone(clock.zone())
    hour, days = hour_in_words(there.time()), (there.date() - here.date()).days
    if days == 0:
        return _("before %(hour)s") % {"hour": hour}
    if days == 1:
        return _("before %(hour)s tomorrow") % {"hour": hour}
    return _("before %(hour)s on %(day)s") % {"hour": hour, "day": day_in_words(there.date())}
