"""An account while it is locked: the only code that writes accounts, entries and allocations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from shop import clock
from shop.ledger.exceptions import BadAmount, Contradiction, NotEnough, Rival, WrongUnit
from shop.ledger.models import Account, Allocation, Entry, Hold
from shop.people.models import Person

MOST = 10**15
EXPIRY, SETTLEMENT, CORRECTION, CAPTURE = "expiry", "settlement", "correction", "capture"


def whole(amount: int) -> int:
    """The amount, if it is a whole number from 1 to 10^15; raises BadAmount."""
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= MOST:
        raise BadAmount(repr(amount))
    return amount


def open_lots() -> QuerySet[Entry]:
    """Entries of which something is left, with `left` beside them."""
    # Asked lot by lot through an index: grouping whole entries costs ten times as much on a long account.
    used = Allocation.objects.filter(earning=OuterRef("pk")).values("earning").annotate(sum=Sum("amount")).values("sum")
    return (
        Entry.objects.filter(amount__gt=0)
        .annotate(used=Coalesce(Subquery(used), 0))
        .annotate(left=F("amount") - F("used"))
        .filter(left__gt=0)
    )


@dataclass
class Lot:
    """What is left of an earning; `free` is the part that no hold needs (holds keep the oldest)."""

    entry: Entry
    left: int
    free: int


@dataclass(frozen=True)
class Words:
    """What an entry is called: kind and source are its key."""

    kind: str
    source: str
    note: str = ""
    by: Person | None = None


def find(words: Words, accounts: Sequence[int], asked: int | None, reverses: int | None = None) -> Entry | None:
    """The entry with this key, if it was written before. Raises Contradiction when it says something else."""
    entry = Entry.objects.filter(kind=words.kind, source=words.source).first()
    if entry is None:
        return None
    if entry.account_id not in accounts or asked not in (None, entry.asked) or entry.reverses_id != reverses:
        raise Contradiction(f"{words.kind} {words.source} is already {entry.asked:+d} on account {entry.account_id}")
    return entry


class Book:
    """A locked account. Make it with `open_book` inside a transaction."""

    def __init__(self, account: Account, meant: int) -> None:
        self.account = account
        self.ids = (account.pk, meant)

    @property
    def available(self) -> int:
        return self.account.balance - self.account.held

    def lots(self) -> list[Lot]:
        """Open lots, first in first."""
        promised, lots = self.account.held, []
        for entry in open_lots().filter(account=self.account.pk).order_by("id"):
            kept = min(promised, entry.left)  # type: ignore[attr-defined]
            promised -= kept
            lots.append(Lot(entry, entry.left, entry.left - kept))  # type: ignore[attr-defined]
        return lots

    def check(self, unit: str) -> None:
        """Raises WrongUnit unless the account counts this."""
        if self.account.unit != unit:
            raise WrongUnit(self.account.unit, unit)

    def need(self, wanted: int) -> None:
        """Raises NotEnough unless so much is free."""
        if wanted > self.available:
            raise NotEnough(self.available, wanted)

    def put(
        self, words: Words, amount: int, *, expires_at: datetime | None = None, reverses: Entry | None = None
    ) -> Entry:
        """Add; a debt is paid first, the rest is a new lot."""
        paid = min(self.account.debt, amount)
        rest = amount - paid
        return self._write(words, rest, -paid, amount, expires_at=expires_at if rest else None, reverses=reverses)

    def take(self, words: Words, amount: int, *, asked: int | None = None, reverses: Entry | None = None) -> Entry:
        """Remove what is free, make a debt of the rest; `reverses` goes first, then the oldest lots."""
        there = min(self.available, amount)
        asked = -(amount if asked is None else asked)
        entry = self._write(words, -there, amount - there, asked, reverses=reverses)
        lots = self.lots() if there else []
        if reverses is not None:
            lots.sort(key=lambda lot: (lot.entry.pk != reverses.pk, lot.entry.pk))
        self._allocate(entry, there, lots)
        return entry

    def take_lot(self, words: Words, lot: Lot, amount: int) -> Entry:
        """Remove a part of one lot."""
        entry = self._write(words, -amount, 0, -amount)
        self._allocate(entry, amount, [lot])
        return entry

    def put_held(self, words: Words, amount: int, *, expires_at: datetime | None) -> None:
        """Add what is promised already: it pays no debt."""
        self._write(words, amount, 0, amount, expires_at=expires_at, held=self.account.held + amount)

    def forgive(self, words: Words, amount: int) -> Entry:
        """Make the debt smaller without touching the balance."""
        return self._write(words, 0, -amount, amount)

    def empty(self, words: Words) -> Entry:
        """Take everything, held or not."""
        amount = self.account.balance
        lots = self.lots()
        entry = self._write(words, -amount, 0, -amount, held=0)
        self._allocate(entry, amount, lots)
        return entry

    def close(self, target: Account) -> None:
        """Point to another account for good."""
        self._save(moved_to=target, expires_from=None)

    def promise(self, amount: int) -> None:
        """Hold so much more."""
        self._save(held=self.account.held + amount)

    def free(self, source: str, amount: int) -> None:
        """Hold so much less. In one step with that, what is freed pays the debt."""
        held, paid = self.account.held - amount, min(self.account.debt, amount)
        if paid:
            entry = self._write(Words(SETTLEMENT, source), -paid, -paid, -paid, held=held)
            self._allocate(entry, paid, self.lots())
        else:
            self._save(held=held)

    def spend_held(self, words: Words, amount: int) -> Entry:
        """Turn held into spent, in one step: between the two it would be free."""
        entry = self._write(words, -amount, 0, -amount, held=self.account.held - amount)
        self._allocate(entry, amount, self.lots())
        return entry

    def expire(self, now: datetime) -> list[Entry]:
        """Remove what is due and not held; look ahead to the next. Once a lot and a remainder."""
        if self.account.expires_from is None or self.account.expires_from > now:
            return []
        entries: list[Entry] = []
        for lot in self.lots():
            if lot.free and lot.entry.expires_at is not None and lot.entry.expires_at <= now:
                words = Words(EXPIRY, f"entry-{lot.entry.pk}-{lot.left}")
                entries.append(self.take_lot(words, lot, lot.free))
        self.look_ahead()
        return entries

    def look_ahead(self) -> None:
        """Find the first moment at which something free expires."""
        dates = [lot.entry.expires_at for lot in self.lots() if lot.free and lot.entry.expires_at is not None]
        self._save(expires_from=min(dates, default=None))

    def _write(
        self,
        words: Words,
        amount: int,
        owed: int,
        asked: int,
        *,
        expires_at: datetime | None = None,
        reverses: Entry | None = None,
        held: int | None = None,
    ) -> Entry:
        account = self.account
        if max(account.balance + amount, account.debt + owed) > MOST:
            raise BadAmount("more than an account can count")
        entry = Entry(
            account=account,
            amount=amount,
            owed=owed,
            asked=asked,
            balance_after=account.balance + amount,
            debt_after=account.debt + owed,
            kind=words.kind,
            source=words.source,
            note=words.note,
            expires_at=expires_at,
            reverses=reverses,
            created_by=words.by,
            created_at=clock.now(),
        )
        try:
            with transaction.atomic():
                entry.save()
        except IntegrityError as error:
            # Another account took the key between our look and now; this one's row was locked.
            raise Contradiction(f"{words.kind} {words.source} was just used elsewhere") from error
        moments = [moment for moment in (account.expires_from, expires_at) if moment is not None]
        self._save(
            balance=entry.balance_after,
            debt=entry.debt_after,
            held=account.held if held is None else held,
            expires_from=min(moments, default=None),
        )
        return entry

    def _allocate(self, entry: Entry, amount: int, lots: list[Lot]) -> None:
        rows = []
        for lot in lots:
            part = min(lot.left, amount)
            if part:
                rows.append(Allocation(spending=entry, earning=lot.entry, amount=part))
                lot.left -= part
                amount -= part
        if amount:
            raise Rival(f"lots of account {self.account.pk} do not cover entry {entry.pk}")
        Allocation.objects.bulk_create(rows)

    def _save(self, **values: int | datetime | Account | None) -> None:
        """Conditional update: on a database without row locks a rival's write is noticed instead of lost."""
        version = self.account.version
        stored = Account.objects.filter(pk=self.account.pk, version=version).update(version=version + 1, **values)
        if not stored:
            raise Rival(f"account {self.account.pk} was written by somebody else")
        self.account.version = version + 1
        for name, value in values.items():
            setattr(self.account, name, value)


def lock_accounts(ids: Sequence[int], *, skip_locked: bool = False) -> dict[int, Account]:
    """Lock accounts in the order of their ids, so that two who want the same two wait instead of deadlocking."""
    rows = (
        Account.objects.select_for_update(no_key=True, skip_locked=skip_locked).filter(pk__in=set(ids)).order_by("pk")
    )
    return {account.pk: account for account in rows}


def open_book(account_id: int) -> Book:
    """Lock an account, or the one it was moved to. Raises Account.DoesNotExist."""
    meant = account_id
    while True:
        found = lock_accounts([account_id])
        if account_id not in found:
            raise Account.DoesNotExist(account_id)
        account = found[account_id]
        if account.moved_to_id is None:
            return Book(account, meant)
        account_id = account.moved_to_id


def hold_under_lock(key: str) -> tuple[Book, Hold]:
    """A hold and its locked account. Raises Hold.DoesNotExist."""
    while True:
        book = open_book(Hold.objects.values_list("account_id", flat=True).get(key=key))
        hold = Hold.objects.get(key=key)
        if hold.account_id == book.account.pk:
            return book, hold
