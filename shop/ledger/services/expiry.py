"""What runs out: lots at the start of their day, holds at their moment."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shop import clock
from shop.ledger.models import Account, Hold
from shop.ledger.services.book import Book, hold_under_lock, lock_accounts
from shop.ledger.services.holds import end


@dataclass(frozen=True)
class Expired:
    """What a sweep ended: holds, and entries that took lots away."""

    holds: int
    lots: int


def expire_due(*, now: datetime | None = None, limit: int = 500) -> Expired:
    """End holds and lots that are due, at most `limit` of each, one short transaction an account.

    Harmless when run twice, by two workers, or killed: what is locked by another is left to it, what is done is done.
    A lot that a hold needs waits until the hold is over.
    """
    now = now or clock.now()
    holds = sum(_end_hold(key, now) for key in _due_holds(now, limit))
    due = Account.objects.filter(expires_from__lte=now).order_by("expires_from", "pk")
    lots = sum(_expire(pk, now) for pk in list(due.values_list("pk", flat=True)[:limit]))
    return Expired(holds, lots)


def _due_holds(now: datetime, limit: int) -> list[str]:
    due = Hold.objects.filter(state=Hold.State.OPEN, expires_at__lte=now).order_by("expires_at", "pk")
    return list(due.values_list("key", flat=True)[:limit])


@transaction.atomic
def _end_hold(key: str, now: datetime) -> int:
    book, held = hold_under_lock(key)
    if held.state != Hold.State.OPEN or held.expires_at is None or held.expires_at > now:
        return 0
    end(book, held, Hold.State.EXPIRED)
    return 1


@transaction.atomic
def _expire(account_id: int, now: datetime) -> int:
    account = lock_accounts([account_id], skip_locked=True).get(account_id)
    return len(Book(account, account_id).expire(now)) if account is not None else 0
