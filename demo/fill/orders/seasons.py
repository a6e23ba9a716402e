"""How busy a day is: the week, payday, holidays, launches, and a shop that grows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

# Monday to Sunday: people order on Sunday evening and read mails on Monday.
WEEK = (1.10, 0.95, 0.95, 1.0, 0.85, 0.90, 1.25)
# Of twenty-four hours, in the shop's zone.
HOURS = (2, 1, 0, 0, 0, 1, 3, 6, 9, 10, 10, 11, 14, 12, 9, 8, 8, 9, 11, 13, 18, 20, 13, 6)
GROWTH = 0.6


@dataclass(frozen=True)
class Season:
    """Days on which more (or less) is ordered: `peak` times as much on the last day, rising from the first."""

    first: date
    last: date
    peak: float

    def weight(self, day: date) -> float:
        if not self.first <= day <= self.last:
            return 1.0
        whole = (self.last - self.first).days or 1
        return 1 + (self.peak - 1) * ((day - self.first).days + 1) / (whole + 1)


def mothers_day(year: int) -> date:
    """The last Sunday of May, or the first of June if Whit Sunday is that day (Code de l'action sociale, R215-1)."""
    last = date(year, 5, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    return sunday + timedelta(days=7) if easter(year) + timedelta(days=49) == sunday else sunday


def seasons(year: int) -> tuple[Season, ...]:
    """What repeats every year."""
    mother = mothers_day(year)
    return (
        Season(date(year, 11, 10), date(year, 12, 18), 2.8),
        Season(date(year, 12, 19), date(year, 12, 23), 1.3),
        Season(date(year, 12, 24), date(year, 12, 26), 0.3),
        Season(mother - timedelta(days=16), mother - timedelta(days=4), 2.2),
        Season(date(year, 2, 3), date(year, 2, 11), 1.4),
        Season(date(year, 8, 1), date(year, 8, 22), 0.6),
    )


def payday(day: date) -> float:
    """Wages come at the end of the month."""
    return 1.3 if day.day >= 28 or day.day <= 3 else 0.92 if 12 <= day.day <= 24 else 1.0


def weights(first: date, last: date, launches: Collection[date]) -> list[tuple[date, float]]:
    """Every day of the time with its weight. `launches`: days on which something new came on sale."""
    whole = (last - first).days or 1
    found = []
    for place in range(whole + 1):
        day = first + timedelta(days=place)
        weight = WEEK[day.weekday()] * payday(day) * (1 + GROWTH * place / whole)
        for season in seasons(day.year):
            weight *= season.weight(day)
        if any(day - timedelta(days=after) in launches for after in range(3)):
            weight *= 1.25
        found.append((day, weight))
    return found
