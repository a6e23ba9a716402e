"""How often something may be tried, counted in the database: a cache that is emptied or away forgives nothing.

A try is written down before it is judged, so fifty at the same moment are fifty; the right one is taken back.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from shop import clock
from shop.accounts.models import Tries
from shop.people.addresses import canonical
from shop.people.exceptions import NotAnAddress

SALT = "shop.accounts.limits"
# Tries older than this are forgotten whole; longer than any rule looks back.
KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Rule:
    """At most `most` tries `within` any span of that length; after the first `free`, each waits twice as long.

    `first_wait` and `longest_wait` in seconds: 5 means 5, 10, 20, … after the tries that follow the free ones. From
    `tell_from` tries on the owner of the account is told (0: never).
    """

    kind: str
    most: int
    within: timedelta
    free: int
    first_wait: int
    longest_wait: int = 3600
    tell_from: int = 0

    def wait(self, times: list[float], now: float) -> int:
        """Seconds until the next try may be made, 0 for at once; `times` in seconds since 1970, oldest first."""
        recent = self.recent(times, now)
        until = now
        if len(recent) >= self.most:
            until = recent[-self.most] + self.within.total_seconds()
        elif len(recent) > self.free:
            until = recent[-1] + min(self.first_wait * 2 ** (len(recent) - self.free - 1), self.longest_wait)
        return max(0, math.ceil(until - now))

    def recent(self, times: list[float], now: float) -> list[float]:
        """Those that still count."""
        return [moment for moment in times if moment > now - self.within.total_seconds()]


HOUR = timedelta(hours=1)
# Ten guesses an hour at one account, from wherever they come; the tenth is reached after 5 minutes at the earliest.
PASSWORD = Rule("password", most=10, within=HOUR, free=3, first_wait=5, tell_from=10)
# The second step: whoever stands here knows the password, so the owner is told sooner.
SECOND = Rule("second", most=10, within=HOUR, free=3, first_wait=5, tell_from=5)
# The same for somebody who is signed in and asked for the password once more: they do not lock the door for the owner.
AGAIN = Rule("again", most=10, within=HOUR, free=3, first_wait=5)
# One visitor trying many accounts. Generous: a whole office may come from one address.
VISITOR = Rule("visitor", most=60, within=HOUR, free=20, first_wait=1, longest_wait=60)
# Mails with a code (or saying that there is no account): to one address, and to one address from one visitor.
CODES = Rule("codes", most=15, within=HOUR, free=15, first_wait=0)
CODES_FOR_VISITOR = Rule("codes-visitor", most=8, within=HOUR, free=8, first_wait=0)


class TooMany(Exception):
    """It was tried too often: come back after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def mailbox(text: str) -> str:
    """What counts as one account: the one writing of an address, however it was typed."""
    try:
        return canonical(text)
    except NotAnAddress:
        return " ".join(text.lower().split())


def digest(subject: str) -> str:
    """What is kept instead of the address or the visitor."""
    return salted_hmac(SALT, subject, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


@transaction.atomic
def take(rule: Rule, subject: str) -> Callable[[], None]:
    """Write a try down; gives what takes it back. Raises TooMany, and then nothing is written down."""
    row, _made = Tries.objects.select_for_update().get_or_create(kind=rule.kind, digest=digest(subject))
    now = clock.now().timestamp()
    if seconds := rule.wait(row.times, now):
        raise TooMany(seconds)
    row.times = [*rule.recent(row.times, now), now]
    row.save(update_fields=["times", "updated_at"])
    return partial(give_back, row.pk, now)


@transaction.atomic
def give_back(pk: int, moment: float) -> None:
    """The try was none: it succeeded. Those of others stay, so nobody who guesses is helped by the owner's coming."""
    row = Tries.objects.select_for_update().filter(pk=pk).first()
    if row is not None and moment in row.times:
        row.times.remove(moment)
        row.save(update_fields=["times", "updated_at"])


def belongs_to(rule: Rule, subject: str, user_id: Any) -> None:
    """Note whose account is tried (None: nobody's), so that a task can tell them; the same work for both."""
    Tries.objects.filter(kind=rule.kind, digest=digest(subject)).update(user=user_id)


def forget(rule: Rule, subject: str) -> None:
    """Start anew: the owner has proven who they are in another way."""
    Tries.objects.filter(kind=rule.kind, digest=digest(subject)).delete()


def sweep() -> int:
    """Remove what no rule looks back to; how many rows went."""
    return Tries.objects.filter(updated_at__lt=clock.now() - KEPT).delete()[0]
