"""The ledger's own audit: every total from its parts, in a handful of queries whatever the number of accounts."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Window

from shop.appendonly import missing_seals
from shop.ledger.audits import Check
from shop.ledger.models import Account, Allocation, Entry, Hold
from shop.ledger.services.book import open_lots

Found = Iterator[tuple[str, object, object]]


def balances() -> Found:
    """balance = Σ amount, debt = Σ owed."""
    rows = Entry.objects.order_by().values_list("account_id").annotate(Sum("amount"), Sum("owed"))
    sums = {account: (amount, owed) for account, amount, owed in rows}
    for pk, balance, debt in Account.objects.values_list("pk", "balance", "debt").iterator():
        if (balance, debt) != (expected := sums.get(pk, (0, 0))):
            yield f"account {pk}", expected, (balance, debt)


def running() -> Found:
    """Each entry's balance and debt after it are the sums up to it."""
    frame: dict[str, Any] = {"partition_by": "account_id", "order_by": "id"}
    rows = (
        Entry.objects.order_by("id")
        .annotate(balance=Window(Sum("amount"), **frame), debt=Window(Sum("owed"), **frame))
        .filter(~Q(balance=F("balance_after")) | ~Q(debt=F("debt_after")))
        .values_list("pk", "balance", "debt", "balance_after", "debt_after")
    )
    for pk, balance, debt, balance_after, debt_after in rows:
        yield f"entry {pk}", (balance, debt), (balance_after, debt_after)


def held() -> Found:
    """held = Σ open holds."""
    sums = _sums(Hold.objects.filter(state=Hold.State.OPEN), "account_id")
    stored = dict(Account.objects.filter(held__gt=0).values_list("pk", "held"))
    yield from _compare("account", sums, stored)


def captured() -> Found:
    """A captured hold's entry took exactly what was held."""
    rows = Hold.objects.filter(state=Hold.State.CAPTURED).exclude(entry__amount=-F("amount"))
    for key, amount, taken in rows.values_list("key", "amount", "entry__amount"):
        yield f"hold {key}", -amount, taken


def spendings() -> Found:
    """Every spending is covered by lots, to the last unit."""
    sums = _sums(Allocation.objects.all(), "spending_id")
    stored = {pk: -amount for pk, amount in Entry.objects.filter(amount__lt=0).values_list("pk", "amount")}
    yield from _compare("entry", stored, sums)


def lots() -> Found:
    """No lot gives more than it had, and none gives to another account."""
    used = Allocation.objects.order_by().values("earning_id", "earning__amount").annotate(sum=Sum("amount"))
    for row in used.filter(sum__gt=F("earning__amount")):
        yield f"lot {row['earning_id']}", f"at most {row['earning__amount']}", row["sum"]
    strange = Allocation.objects.exclude(earning__account=F("spending__account"))
    for pk, lot, spending in strange.values_list("pk", "earning__account", "spending__account"):
        yield f"allocation {pk}", f"account {lot}", f"account {spending}"


def expiries() -> Found:
    """The sweep looks early enough: no open lot expires before its account's next date."""
    late = (
        open_lots()
        .filter(expires_at__isnull=False, account__held=0)
        .filter(Q(account__expires_from__isnull=True) | Q(account__expires_from__gt=F("expires_at")))
    )
    for pk, expires_at, looked in late.values_list("pk", "expires_at", "account__expires_from"):
        yield f"lot {pk}", f"looked at by {expires_at}", looked


def reversals() -> Found:
    """No entry is reversed beyond its worth."""
    rows = (
        Entry.objects.filter(reverses__isnull=False)
        .order_by()
        .values("reverses_id", "reverses__amount", "reverses__owed")
        .annotate(sum=Sum("asked"))
    )
    for row in rows:
        worth = row["reverses__amount"] - row["reverses__owed"]
        if abs(row["sum"]) > abs(worth) or row["sum"] * worth > 0:
            yield f"entry {row['reverses_id']}", f"reversed by at most {worth}", row["sum"]


def owners() -> Found:
    """Who was merged into somebody has no account left with something in it."""
    rows = Account.objects.filter(moved_to__isnull=True, person__merged_into__isnull=False)
    for pk, person in rows.values_list("pk", "person_id"):
        yield f"account {pk}", f"moved from merged person {person}", "still open"


def seals() -> Found:
    """The database refuses changes of rows that are only ever written."""
    for name in missing_seals():
        yield f"trigger {name}", "in place", "missing"


def _sums(rows: QuerySet[Any], by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(Sum("amount")))


def _compare(what: str, expected: dict[int, int], found: dict[int, int]) -> Found:
    for pk in sorted(expected.keys() | found.keys()):
        if expected.get(pk, 0) != found.get(pk, 0):
            yield f"{what} {pk}", expected.get(pk, 0), found.get(pk, 0)


CHECKS = [
    Check("ledger balance", balances),
    Check("ledger running balance", running),
    Check("ledger held", held),
    Check("ledger capture", captured),
    Check("ledger spending", spendings),
    Check("ledger lot", lots),
    Check("ledger expiry", expiries),
    Check("ledger reversal", reversals),
    Check("ledger owner", owners),
    Check("append-only", seals),
]
