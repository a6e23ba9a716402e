"""Taking back what was earned, giving back what was spent: always a new entry that points to the old one."""

from datetime import date

from django.db import transaction
from django.db.models import Sum

from shop import clock
from shop.ledger.exceptions import NotReversible
from shop.ledger.models import Allocation, Entry
from shop.ledger.services.book import EXPIRY, Words, find, open_book, whole
from shop.people.models import Person


@transaction.atomic
def reverse(
    *, entry: Entry, kind: str, source: str, amount: int | None = None, note: str = "", by: Person | None = None
) -> Entry:
    """Take an earning back, whole or by `amount`: first what is left of it, then other free lots, the rest is debt.

    What had expired meanwhile is not asked for again. Raises NotReversible (a spending, or more than was earned),
    BadAmount, Contradiction.
    """
    words = Words(kind, source, note, by)
    book = open_book(entry.account_id)
    if (known := find(words, book.ids, -whole(amount) if amount is not None else None, entry.pk)) is not None:
        return known
    if entry.worth <= 0:
        raise NotReversible(f"entry {entry.pk} is no earning")
    book.expire(clock.now())
    earlier = list(entry.reversals.all())
    wanted = whole(_rest(entry.worth + sum(row.asked for row in earlier), amount))
    expired = Allocation.objects.filter(earning=entry, spending__kind=EXPIRY).aggregate(sum=Sum("amount"))["sum"] or 0
    real = max(0, min(wanted, entry.worth - expired + sum(row.worth for row in earlier)))
    return book.take(words, real, asked=wanted, reverses=entry)


@transaction.atomic
def give_back(
    *,
    entry: Entry,
    kind: str,
    source: str,
    amount: int | None = None,
    expires_on: date | None = None,
    note: str = "",
    by: Person | None = None,
) -> Entry:
    """Give a spending back, whole or by `amount`, as a new lot. All of it together is never more than was spent.

    It lasts until `expires_on`, or else as long as the longest of the lots it was paid from. Raises NotReversible,
    BadAmount, Contradiction.
    """
    words = Words(kind, source, note, by)
    book = open_book(entry.account_id)
    if (known := find(words, book.ids, whole(amount) if amount is not None else None, entry.pk)) is not None:
        return known
    if entry.worth >= 0 or entry.reverses_id is not None or entry.kind == EXPIRY:
        raise NotReversible(f"entry {entry.pk} is no spending")
    book.expire(clock.now())
    given = sum(row.asked for row in entry.reversals.all())
    wanted = whole(_rest(-entry.worth - given, amount))
    moments = [row.earning.expires_at for row in entry.taken_from.select_related("earning")]
    longest = None if None in moments else max(moment for moment in moments if moment is not None)
    expires_at = clock.start_of(expires_on) if expires_on else longest
    back = book.put(words, wanted, expires_at=expires_at, reverses=entry)
    book.expire(clock.now())
    return back


def _rest(left: int, amount: int | None) -> int:
    if left <= 0 or (amount is not None and amount > left):
        raise NotReversible(f"{amount or 'all'} asked, {max(left, 0)} not yet reversed")
    return left if amount is None else amount
