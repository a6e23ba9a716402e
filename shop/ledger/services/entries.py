"""Earning, spending, correcting."""

from datetime import date

from django.db import transaction

from shop import clock
from shop.ledger.exceptions import BadExpiry, Contradiction, NoReason
from shop.ledger.models import Account, Entry
from shop.ledger.services.book import CORRECTION, MOST, Words, find, open_book, whole
from shop.people.models import Person


@transaction.atomic
def credit(
    *,
    account: Account,
    amount: int,
    unit: str,
    kind: str,
    source: str,
    note: str = "",
    expires_on: date | None = None,
    by: Person | None = None,
) -> Entry:
    """Somebody earns. A debt is paid first; the rest is a lot that is there until `expires_on` begins (shop's zone).

    Raises BadAmount, BadExpiry, WrongUnit, Contradiction.
    """
    words, amount = Words(kind, source, note, by), whole(amount)
    expires_at = clock.start_of(expires_on) if expires_on else None
    book = open_book(account.pk)
    book.check(unit)
    if (known := find(words, book.ids, amount)) is not None:
        if known.amount and known.expires_at != expires_at:
            raise Contradiction(f"{kind} {source} already expires at {known.expires_at}")
        return known
    if expires_at is not None and expires_at <= clock.now():
        raise BadExpiry(str(expires_on))
    book.expire(clock.now())
    return book.put(words, amount, expires_at=expires_at)


@transaction.atomic
def debit(
    *, account: Account, amount: int, unit: str, kind: str, source: str, note: str = "", by: Person | None = None
) -> Entry:
    """Somebody spends now, oldest lots first. Raises NotEnough, BadAmount, WrongUnit, Contradiction."""
    words, amount = Words(kind, source, note, by), whole(amount)
    book = open_book(account.pk)
    book.check(unit)
    if (known := find(words, book.ids, -amount)) is not None:
        return known
    book.expire(clock.now())
    book.need(amount)
    return book.take(words, amount)


@transaction.atomic
def correct(
    *, account: Account, amount: int, unit: str, reason: str, source: str, by: Person | None, kind: str = CORRECTION
) -> Entry:
    """Staff put a mistake right by `amount` (above or below zero, never 0), saying why. It never makes a debt.

    `source` is made once a form, so that a second click is the same correction. Raises NoReason, NotEnough, BadAmount,
    WrongUnit, Contradiction.
    """
    reason = reason.strip()
    if not reason:
        raise NoReason
    if isinstance(amount, int) and -MOST <= amount < 0:
        return debit(account=account, amount=-amount, unit=unit, kind=kind, source=source, note=reason, by=by)
    return credit(account=account, amount=amount, unit=unit, kind=kind, source=source, note=reason, by=by)
