"""The audit recomputes everything and says where something differs."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from shop.ledger import audits, services
from shop.ledger.audits import Check
from shop.ledger.models import Account, Entry
from tests.shop.ledger import POINTS

Earn = Callable[..., Entry]
SEALED = ("ledger_entry", "ledger_allocation")


@contextmanager
def unsealed() -> Iterator[None]:
    """What only the tables' owner can do: take the triggers away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table with checks still to be made cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in SEALED:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in SEALED:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger_%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


def run(*options: str) -> tuple[int, str]:
    out, status = StringIO(), 0
    try:
        call_command("audit", *options, stdout=out)
    except SystemExit as end:
        status = int(str(end.code))
    return status, out.getvalue()


@pytest.fixture
def books(account: Account, earn: Earn) -> Account:
    """100 earned, 30 spent, 20 held, 10 of the rest captured."""
    earn(100, "order-1")
    services.debit(account=account, amount=30, unit=POINTS, kind="spend", source="1")
    services.hold(account=account, amount=20, unit=POINTS, key="open")
    services.hold(account=account, amount=10, unit=POINTS, key="captured")
    services.capture(key="captured")
    return account


def test_true_books_pass(books: Account) -> None:
    assert run() == (0, f"{len(audits.checks())} checks, 0 differences\n")


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE ledger_account SET balance = balance + 1", {"ledger balance"}),
        ("UPDATE ledger_account SET held = held - 1", {"ledger held"}),
        ("UPDATE ledger_entry SET amount = 101 WHERE amount = 100", {"ledger balance", "ledger running balance"}),
        ("UPDATE ledger_entry SET amount = 29 WHERE amount = 100", None),
        ("UPDATE ledger_entry SET balance_after = 71 WHERE balance_after = 70", {"ledger running balance"}),
        ("UPDATE ledger_entry SET owed = 1 WHERE amount = -30", {"ledger balance", "ledger running balance"}),
        ("UPDATE ledger_allocation SET amount = 31 WHERE amount = 30", {"ledger spending"}),
        ("UPDATE ledger_allocation SET amount = 91 WHERE amount = 30", {"ledger spending", "ledger lot"}),
        ("DELETE FROM ledger_allocation WHERE amount = 30", {"ledger spending"}),
        ("UPDATE ledger_hold SET amount = 9 WHERE key = 'captured'", {"ledger capture"}),
        ("UPDATE ledger_hold SET amount = 21 WHERE key = 'open'", {"ledger held"}),
        ("UPDATE ledger_entry SET expires_at = '2026-01-01 00:00:00+00:00' WHERE amount = 100", {"ledger expiry"}),
    ],
)
def test_each_kind_of_tampering_is_found(books: Account, tampering: str, found: set[str] | None) -> None:
    if "expires_at" in tampering:
        services.release(key="open")
    with unsealed(), connection.cursor() as cursor:
        cursor.execute(tampering)
        assert cursor.rowcount == 1
    status, out = run("--json")
    answer = json.loads(out)
    names = {row["check"] for row in answer["differences"]}
    assert status == 1
    assert found is None or names == found
    status, out = run()
    assert status == 1
    assert len(out.splitlines()) == len(answer["differences"]) + 1


def test_a_difference_is_one_line_with_what_was_expected_and_found(books: Account) -> None:
    Account.objects.filter(pk=books.pk).update(balance=61)
    assert run() == (
        1,
        f"ledger balance: account {books.pk}: expected (60, 0), found (61, 0)\n"
        f"{len(audits.checks())} checks, 1 differences\n",
    )


def test_a_missing_seal_is_a_difference(books: Account) -> None:
    place = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute(f"DROP TRIGGER ledger_entry_row{place}")
    status, out = run()
    assert status == 1
    assert out.splitlines()[0] == "append-only: trigger ledger_entry_row: expected in place, found missing"


def test_another_room_adds_its_check(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audits, "_checks", {})
    audits.register(Check("stock", lambda: [("variant 7", 3, 4)]))
    assert run() == (1, "stock: variant 7: expected 3, found 4\n1 checks, 1 differences\n")


def test_the_number_of_queries_does_not_grow(books: Account, django_assert_max_num_queries: object) -> None:
    for number in range(20):
        account = services.open_account(key=f"v{number}", unit="cents")
        services.credit(account=account, amount=9, unit="cents", kind="sold", source=str(number))
    from shop.ledger.recount import CHECKS

    with django_assert_max_num_queries(14):  # type: ignore[operator]
        for check in CHECKS:
            assert list(check.run()) == []
