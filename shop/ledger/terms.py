"""How long something lasts, in days of the shop's zone."""

import calendar
from datetime import date, timedelta


def gone_on(start: date, *, months: int) -> date:
    """The first day on which something that begins on `start` and lasts `months` is no longer there.

    As EU law counts (Regulation 1182/71, article 3): the period ends with the last hour of the day of the same number,
    or of the month's last day where there is none. From 29 February, 12 months last through 28 February.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)) + timedelta(days=1)
