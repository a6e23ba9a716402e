"""Opening accounts, and moving what is in them."""

from django.db import transaction

from shop import clock
from shop.ledger import units
from shop.ledger.exceptions import Contradiction, WrongUnit
from shop.ledger.models import Account, Entry, Hold
from shop.ledger.services.book import Book, Words, find, lock_accounts, whole
from shop.people.models import Person
from shop.people.services.locking import lock as lock_person

OUT, IN, MERGE, DEBT = "-out", "-in", "merge", "merge-debt"


@transaction.atomic
def open_account(*, unit: str, person: Person | None = None, key: str = "") -> Account:
    """The account of a person in a unit, or the ownerless one with this key; opened if there is none.

    Raises UnknownUnit, ValueError unless exactly one of person and key is given, PersonIsOver for an erased person.
    """
    units.get(unit)
    if (person is None) == (not key):
        raise ValueError("An account has either a person or a key.")
    if person is not None:
        person = lock_person(person.pk)  # nobody merges them while the account is made
    return Account.objects.get_or_create(unit=unit, person=person, key=key)[0]


@transaction.atomic
def move(*, giver: Account, taker: Account, amount: int, unit: str, kind: str, source: str, note: str = "") -> Entry:
    """Give from one account to another of the same unit, lot by lot so that each keeps its expiry. The giver's entry.

    Entries are named `kind` + "-out" and "-in"; those of the taker have `source` with the lot's number. Raises
    NotEnough, BadAmount, WrongUnit, Contradiction (also for one account on both sides).
    """
    amount = whole(amount)
    first, second = _lock_two(giver, taker)
    for book in (first, second):
        book.check(unit)
    out = Words(kind + OUT, source, note)
    if (known := find(out, first.ids, -amount)) is not None:
        return known
    for book in (first, second):
        book.expire(clock.now())
    first.need(amount)
    entry = first.take(out, amount)
    for part in entry.taken_from.select_related("earning").order_by("earning_id"):
        words = Words(kind + IN, f"{source}-{part.earning_id}", note)
        second.put(words, part.amount, expires_at=part.earning.expires_at)
    return entry


@transaction.atomic
def absorb(*, into: Account, gone: Account) -> None:
    """Two persons became one: everything of `gone` goes to `into` by entries, open holds with it. Repeated: nothing.

    `gone` stays empty and points to `into`; what is written to it later lands there. Raises WrongUnit.
    """
    locked = lock_accounts([into.pk, gone.pk])
    if locked[gone.pk].moved_to_id is not None:
        return
    target, origin = Book(locked[into.pk], into.pk), Book(locked[gone.pk], gone.pk)
    if target.account.unit != origin.account.unit:
        raise WrongUnit(target.account.unit, origin.account.unit)
    for book in (target, origin):
        book.expire(clock.now())
    source = f"account-{gone.pk}"
    if debt := origin.account.debt:
        origin.forgive(Words(DEBT + OUT, source), debt)
        target.take(Words(DEBT + IN, source), debt)
    held = origin.account.held
    if origin.account.balance:
        _pour(origin.empty(Words(MERGE + OUT, source)), target, source, held)
    Hold.objects.filter(account=origin.account, state=Hold.State.OPEN).update(account=target.account)
    target.look_ahead()
    origin.close(target.account)


def _pour(entry: Entry, target: Book, source: str, held: int) -> None:
    """Put each lot of an emptied account into another; the oldest are held there as they were, and pay no debt."""
    for part in entry.taken_from.select_related("earning").order_by("earning_id"):
        name, expires_at = f"{source}-{part.earning_id}", part.earning.expires_at
        kept = min(held, part.amount)
        held -= kept
        if kept:
            target.put_held(Words(MERGE + IN, f"{name}-held"), kept, expires_at=expires_at)
        if part.amount > kept:
            target.put(Words(MERGE + IN, name), part.amount - kept, expires_at=expires_at)


def _lock_two(giver: Account, taker: Account) -> tuple[Book, Book]:
    """Lock both, or those they were moved to."""
    ids = [giver.pk, taker.pk]
    while True:
        locked = lock_accounts(ids)
        moved = [locked[pk].moved_to_id or pk for pk in ids]
        if moved == ids:
            break
        ids = moved
    if ids[0] == ids[1]:
        raise Contradiction("an account cannot give to itself")
    return Book(locked[ids[0]], giver.pk), Book(locked[ids[1]], taker.pk)
