"""Rivals on one account: nobody overspends, nothing happens twice, nobody hangs."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from shop import clock
from shop.ledger import selectors, services
from shop.ledger.models import Account, Entry, Hold
from shop.people.models import Person
from tests.rivals import kinds, together
from tests.shop.ledger import POINTS

rivals = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
Audited = Callable[[], list[str]]


def account_with(amount: int, email: str = "ada@example.fr") -> Account:
    account = services.open_account(person=Person.objects.create(email=email), unit=POINTS)
    services.credit(account=account, amount=amount, unit=POINTS, kind="order", source=f"for {email}")
    return account


def spend(account: Account, amount: int, source: str) -> Entry:
    return services.debit(account=account, amount=amount, unit=POINTS, kind="spend", source=source)


class TestOnPostgreSQL:
    pytestmark = rivals

    @pytest.mark.parametrize("run", range(3))
    def test_thirty_parallel_spenders_never_overspend(self, run: int, audited: Audited) -> None:
        account = account_with(105)
        answers = together([partial(spend, account, 10, f"basket-{number}") for number in range(30)])
        assert kinds(answers) == {"Entry": 10, "NotEnough": 20}
        assert selectors.balance(account) == 5
        assert account.entries.count() == 11
        assert audited() == []

    def test_twenty_parallel_redemptions_of_everything_give_one(self, audited: Audited) -> None:
        account = account_with(100)
        answers = together([partial(spend, account, 100, f"basket-{number}") for number in range(20)])
        assert kinds(answers) == {"Entry": 1, "NotEnough": 19}
        assert selectors.balance(account) == 0
        assert audited() == []

    def test_five_of_twenty_spend_ten_of_a_voucher_of_fifty(self, audited: Audited) -> None:
        account = services.open_account(key="voucher-1", unit="cents")
        services.credit(account=account, amount=5000, unit="cents", kind="sold", source="voucher-1")

        def pay(number: int) -> Entry:
            services.hold(account=account, amount=1000, unit="cents", key=f"order-{number}")
            return services.capture(key=f"order-{number}")

        answers = together([partial(pay, number) for number in range(20)])
        assert kinds(answers) == {"Entry": 5, "NotEnough": 15}
        assert selectors.balance(account) == 0
        assert audited() == []

    def test_twenty_parallel_captures_of_one_hold_spend_once(self, audited: Audited) -> None:
        account = account_with(100)
        services.hold(account=account, amount=60, unit=POINTS, key="pending-1")
        answers = together([partial(services.capture, key="pending-1") for _ in range(20)])
        assert kinds(answers) == {"Entry": 20}
        assert len({answer.pk for answer in answers}) == 1
        assert selectors.standing(account) == selectors.Standing(40, 0, 0, 40)
        assert audited() == []

    def test_capture_and_release_at_once_do_one_of_the_two(self, audited: Audited) -> None:
        account = account_with(100)
        services.hold(account=account, amount=60, unit=POINTS, key="pending-1")
        answers = together([partial(verb, key="pending-1") for verb in (services.capture, services.release) * 5])
        assert kinds(answers) in ({"Entry": 5, "HoldIsOver": 5}, {"Hold": 5, "HoldIsOver": 5})
        left = {"captured": 40, "released": 100}[Hold.objects.get().state]
        assert selectors.standing(account) == selectors.Standing(left, 0, 0, left)
        assert audited() == []

    def test_the_same_earning_announced_twenty_times_is_written_once(self) -> None:
        account = account_with(1)
        call = partial(services.credit, account=account, amount=10, unit=POINTS, kind="order", source="order-1")
        answers = together([call] * 20)
        assert len({answer.pk for answer in answers}) == 1
        assert selectors.balance(account) == 11

    def test_one_order_earns_on_one_account_only(self, audited: Audited) -> None:
        accounts = [account_with(1, f"{name}@example.fr") for name in ("ada", "ben", "mia", "zoe")]
        calls = [
            partial(services.credit, account=account, amount=10, unit=POINTS, kind="order", source="order-1")
            for account in accounts
        ]
        assert kinds(together(calls)) == {"Contradiction": 3, "Entry": 1}
        assert sum(selectors.balance(account) for account in accounts) == 14
        assert audited() == []

    def test_one_earning_taken_back_by_ten_goes_back_once(self, audited: Audited) -> None:
        account = account_with(100)
        lot = account.entries.get()
        calls = [partial(services.reverse, entry=lot, kind="refund", source=str(number)) for number in range(10)]
        assert kinds(together(calls)) == {"Entry": 1, "NotReversible": 9}
        assert selectors.standing(account) == selectors.Standing(0, 0, 0, 0)
        assert audited() == []

    def test_two_accounts_in_both_orders_do_not_deadlock(self, audited: Audited) -> None:
        ada, ben = account_with(1000), account_with(1000, "ben@example.fr")
        pairs = [(ada, ben), (ben, ada)] * 10

        def give(number: int) -> list[Entry]:
            giver, taker = pairs[number]
            return [
                services.move(giver=giver, taker=taker, amount=1, unit=POINTS, kind="gift", source=f"{number}-{turn}")
                for turn in range(5)
            ]

        assert kinds(together([partial(give, number) for number in range(20)])) == {"list": 20}
        assert (selectors.balance(ada), selectors.balance(ben)) == (1000, 1000)
        assert audited() == []

    def test_parallel_sweeps_expire_once(self, audited: Audited) -> None:
        tomorrow = clock.today() + timedelta(days=1)
        for number in range(10):
            account = services.open_account(key=f"v{number}", unit="cents")
            services.credit(
                account=account, amount=9, unit="cents", kind="sold", source=str(number), expires_on=tomorrow
            )
        later = clock.start_of(tomorrow)
        answers = together([partial(services.expire_due, now=later)] * 6)
        services.expire_due(now=later)
        assert sum(answer.lots for answer in answers) <= 10
        assert Entry.objects.filter(kind="expiry").count() == 10
        assert set(Account.objects.values_list("balance", flat=True)) == {0}
        assert audited() == []

    def test_an_account_opened_by_ten_at_once_is_one(self) -> None:
        ada = Person.objects.create(email="ada@example.fr")
        answers = together([partial(services.open_account, person=ada, unit=POINTS)] * 10)
        assert {answer.pk for answer in answers} == {Account.objects.get().pk}


SPENDER = """
import django, json, sys
django.setup()
from shop.ledger import services, units
from shop.ledger.exceptions import NotEnough
from shop.ledger.models import Account
account, name, done = Account.objects.get(), sys.argv[1], 0
print("ready", flush=True)
sys.stdin.readline()
for number in range(15):
    try:
        services.debit(account=account, amount=10, unit="points", kind="spend", source=f"{name}-{number}")
        done += 1
    except NotEnough:
        pass
print(done, flush=True)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_four_processes_on_one_sqlite_file_never_overspend(tmp_path: Path, vendor: str) -> None:
    if vendor != "sqlite":
        pytest.skip("SQLite's own")
    account_with(255)
    file = tmp_path / "rivals.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "VAR_DIR": str(tmp_path),
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SPENDER, str(number)],
            cwd=settings.ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    done = [int(process.communicate(timeout=120)[0]) for process in processes]
    assert sum(done) == 25, done

    audit = subprocess.run(
        [sys.executable, "manage.py", "audit", "--json"],
        cwd=settings.ROOT,
        env=environment | {"PROFILE": "test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert audit.returncode == 0, audit.stdout + audit.stderr
    assert json.loads(audit.stdout)["differences"] == []
    with sqlite3.connect(file) as copy:
        assert copy.execute("SELECT balance FROM ledger_account").fetchone() == (5,)
        assert copy.execute("SELECT SUM(amount), COUNT(*) FROM ledger_entry").fetchone() == (5, 26)
