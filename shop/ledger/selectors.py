"""What is in an account."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from shop import clock
from shop.ledger.models import Account, Entry
from shop.ledger.services.book import Book, Lot
from shop.people.models import Person
from shop.people.selectors import live


@dataclass(frozen=True)
class Standing:
    """An account at a moment, in its unit. `available` is what can be spent: neither held nor expired."""

    balance: int
    held: int
    debt: int
    available: int


NOTHING = Standing(0, 0, 0, 0)


def account_of(person: Person, unit: str) -> Account | None:
    """The person's account in a unit, if one was ever opened."""
    return Account.objects.filter(person=live(person), unit=unit, moved_to=None).first()


def standing(account: Account | None, *, now: datetime | None = None) -> Standing:
    """Balance, held, debt and what is available, due expiry taken off although its entries may come minutes later."""
    if account is None:
        return NOTHING
    account = _current(account)
    due = 0
    moment = now or clock.now()
    if account.expires_from is not None and account.expires_from <= moment:
        due = sum(lot.free for lot in _lots(account) if lot.entry.expires_at and lot.entry.expires_at <= moment)
    return Standing(account.balance, account.held, account.debt, account.balance - account.held - due)


def balance(account: Account | None) -> int:
    """The sum of the entries, held part included."""
    return standing(account).balance


def available(account: Account | None, *, now: datetime | None = None) -> int:
    """What can be spent or held now."""
    return standing(account, now=now).available


def statement(account: Account) -> QuerySet[Entry]:
    """The entries, newest first."""
    return _current(account).entries.order_by("-id")


def lots(account: Account) -> list[Lot]:
    """What is left of each earning, first in first, with the part that no hold needs."""
    return _lots(_current(account))


def expiring(account: Account, *, before: datetime) -> int:
    """How much of what is free will be gone before a moment if it is not spent."""
    return sum(lot.free for lot in lots(account) if lot.entry.expires_at and lot.entry.expires_at < before)


def _lots(account: Account) -> list[Lot]:
    return Book(account, account.pk).lots()


def _current(account: Account) -> Account:
    """Read again, following a merge."""
    account = Account.objects.get(pk=account.pk)
    while account.moved_to_id is not None:
        account = Account.objects.get(pk=account.moved_to_id)
    return account
