"""Hold, capture, release: what is promised while somebody pays."""

from datetime import datetime

from django.db import IntegrityError, transaction

from shop import clock
from shop.ledger.exceptions import Contradiction, HoldIsOver
from shop.ledger.models import Account, Entry, Hold
from shop.ledger.services.book import CAPTURE, Book, Words, hold_under_lock, open_book, whole
from shop.people.models import Person

State = Hold.State


@transaction.atomic
def hold(*, account: Account, amount: int, unit: str, key: str, expires_at: datetime | None = None) -> Hold:
    """Keep an amount aside. The same key again returns the hold, in whatever state it is by now.

    Raises NotEnough, BadAmount, WrongUnit, Contradiction.
    """
    amount = whole(amount)
    book = open_book(account.pk)
    book.check(unit)
    known = Hold.objects.filter(key=key).first()
    if known is not None:
        if known.amount != amount or known.account_id not in book.ids:
            raise Contradiction(f"hold {key} is already {known.amount} of account {known.account_id}")
        return known
    book.expire(clock.now())
    book.need(amount)
    try:
        with transaction.atomic():
            made = Hold.objects.create(account=book.account, amount=amount, key=key, expires_at=expires_at)
    except IntegrityError as error:
        raise Contradiction(f"hold {key} was just made on another account") from error
    book.promise(amount)
    return made


@transaction.atomic
def capture(*, key: str, kind: str = CAPTURE, source: str = "", note: str = "", by: Person | None = None) -> Entry:
    """Spend what was held, oldest lots first; `source` is the hold's key unless said otherwise.

    Called again it returns the same entry. Raises HoldIsOver once released or expired, Hold.DoesNotExist,
    Contradiction.
    """
    book, held = hold_under_lock(key)
    if held.entry is not None:
        if (held.entry.kind, held.entry.source) != (kind, source or key):
            raise Contradiction(f"hold {key} was captured as {held.entry.kind} {held.entry.source}")
        return held.entry
    if held.state != State.OPEN:
        raise HoldIsOver(key, held.state)
    entry = book.spend_held(Words(kind, source or key, note, by), held.amount)
    held.state, held.entry, held.ended_at = State.CAPTURED, entry, clock.now()
    held.save(update_fields=["state", "entry", "ended_at"])
    return entry


@transaction.atomic
def release(*, key: str) -> Hold:
    """Give back what was held; it pays a debt first, and expires if its day has come. Called again: nothing.

    Raises HoldIsOver once captured, Hold.DoesNotExist.
    """
    book, held = hold_under_lock(key)
    if held.state == State.CAPTURED:
        raise HoldIsOver(key, held.state)
    if held.state == State.OPEN:
        end(book, held, State.RELEASED)
    return held


def end(book: Book, held: Hold, state: Hold.State) -> None:
    """Free the amount of an open hold, under the lock of its account."""
    held.state, held.ended_at = state, clock.now()
    held.save(update_fields=["state", "ended_at"])
    book.free(f"hold-{held.key}", held.amount)
    book.look_ahead()
    book.expire(clock.now())
