"""Two thousand random steps against a model in plain Python; after each one the ledger says what the model says.

The model knows nothing of the ledger's tables: lots are lists, holds a dictionary. Every step may be sent twice.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from shop import clock
from shop.ledger import audits, selectors, services
from shop.ledger.exceptions import Contradiction, HoldIsOver, NotEnough, NotReversible
from shop.ledger.models import Account, Entry
from shop.people.models import Person
from tests.shop.ledger import POINTS

STEPS, EXAMPLES = 50, 60
START = datetime(2028, 2, 27, 12, tzinfo=UTC)  # a leap year, and summer time begins within reach
taken = {"steps": 0}
amounts = st.integers(1, 60)
twice = st.booleans()


@dataclass
class Lot:
    pk: int
    worth: int
    left: int
    gone: date | None
    expired: int = 0
    back_asked: int = 0
    back_real: int = 0


@dataclass
class Spent:
    pk: int
    amount: int
    given: int = 0


@dataclass
class Model:
    lots: list[Lot] = field(default_factory=list)
    holds: dict[str, tuple[int, str]] = field(default_factory=dict)
    spent: list[Spent] = field(default_factory=list)
    debt: int = 0

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots)

    @property
    def held(self) -> int:
        return sum(amount for amount, state in self.holds.values() if state == "open")

    @property
    def free(self) -> int:
        return self.balance - self.held

    def expire(self, today: date) -> None:
        promised = self.held
        for lot in self.lots:
            kept = min(promised, lot.left)
            promised -= kept
            if lot.gone is not None and lot.gone <= today:
                lot.expired += lot.left - kept
                lot.left = kept

    def take(self, amount: int, first: Lot | None = None) -> None:
        for lot in sorted(self.lots, key=lambda lot: lot is not first):
            part = min(lot.left, amount)
            lot.left -= part
            amount -= part
        assert amount == 0

    def put(self, pk: int, amount: int, gone: date | None) -> None:
        paid = min(self.debt, amount)
        self.debt -= paid
        self.lots.append(Lot(pk, amount, amount - paid, gone))


class Ledger(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.machine = self.clock.start()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.model = Model()
        self.account: Account = services.open_account(person=Person.objects.create(email="ada@example.fr"), unit=POINTS)
        self.number = 0
        self.until: dict[str, datetime | None] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.clock.stop()

    def key(self) -> str:
        self.number += 1
        return str(self.number)

    def repeat(self, again: bool, verb: object, entry: object, /, **call: object) -> None:
        """Sent again: the same row. With another amount: refused. Nothing written either way."""
        if again:
            before = Entry.objects.count()
            assert verb(**call) == entry  # type: ignore[operator]
            if "amount" in call:
                with pytest.raises((Contradiction, NotReversible)):
                    verb(**call | {"amount": call["amount"] + 1})  # type: ignore[operator]
            assert Entry.objects.count() == before

    @rule(amount=amounts, days=st.none() | st.integers(1, 20), again=twice)
    def credit(self, amount: int, days: int | None, again: bool) -> None:
        gone = clock.today() + timedelta(days=days) if days else None
        call = {"account": self.account, "amount": amount, "unit": POINTS, "kind": "order", "source": self.key()}
        entry = services.credit(**call, expires_on=gone)  # type: ignore[arg-type]
        self.model.expire(clock.today())
        self.model.put(entry.pk, amount, gone)
        self.repeat(again, services.credit, entry, **call, expires_on=gone)

    @rule(amount=amounts, again=twice)
    def debit(self, amount: int, again: bool) -> None:
        call = {"account": self.account, "amount": amount, "unit": POINTS, "kind": "spend", "source": self.key()}
        probe = Model([Lot(**vars(lot)) for lot in self.model.lots], self.model.holds)
        probe.expire(clock.today())
        if amount > probe.free:
            with pytest.raises(NotEnough) as refusal:
                services.debit(**call)  # type: ignore[arg-type]
            assert refusal.value.available == probe.free
            return
        entry = services.debit(**call)  # type: ignore[arg-type]
        self.model.expire(clock.today())
        self.model.take(amount)
        self.model.spent.append(Spent(entry.pk, amount))
        self.repeat(again, services.debit, entry, **call)

    @rule(amount=amounts, minutes=st.none() | st.integers(1, 3000), again=twice)
    def hold(self, amount: int, minutes: int | None, again: bool) -> None:
        key = self.key()
        until = clock.now() + timedelta(minutes=minutes) if minutes else None
        call = {"account": self.account, "amount": amount, "unit": POINTS, "key": key, "expires_at": until}
        probe = Model([Lot(**vars(lot)) for lot in self.model.lots], self.model.holds)
        probe.expire(clock.today())
        if amount > probe.free:
            with pytest.raises(NotEnough):
                services.hold(**call)  # type: ignore[arg-type]
            return
        made = services.hold(**call)  # type: ignore[arg-type]
        self.model.expire(clock.today())
        self.model.holds[key] = (amount, "open")
        self.until[key] = until
        self.repeat(again, services.hold, made, **call)

    @rule(data=st.data(), again=twice)
    def capture(self, data: st.DataObject, again: bool) -> None:
        if not self.model.holds:
            return
        key = data.draw(st.sampled_from(sorted(self.model.holds)))
        amount, state = self.model.holds[key]
        if state in ("released", "expired"):
            with pytest.raises(HoldIsOver):
                services.capture(key=key)
            return
        entry = services.capture(key=key)
        if state == "open":
            self.model.holds[key] = (amount, "captured")
            self.model.take(amount)
            self.model.spent.append(Spent(entry.pk, amount))
        self.repeat(again, services.capture, entry, key=key)

    def _free(self, key: str, state: str) -> None:
        amount, _ = self.model.holds[key]
        self.model.holds[key] = (amount, state)
        paid = min(amount, self.model.debt)
        self.model.take(paid)
        self.model.debt -= paid
        self.model.expire(clock.today())

    @rule(data=st.data(), again=twice)
    def release(self, data: st.DataObject, again: bool) -> None:
        if not self.model.holds:
            return
        key = data.draw(st.sampled_from(sorted(self.model.holds)))
        state = self.model.holds[key][1]
        if state == "captured":
            with pytest.raises(HoldIsOver):
                services.release(key=key)
            return
        made = services.release(key=key)
        if state == "open":
            self._free(key, "released")
        self.repeat(again, services.release, made, key=key)

    @rule(data=st.data(), amount=st.none() | amounts, again=twice)
    def reverse(self, data: st.DataObject, amount: int | None, again: bool) -> None:
        if not self.model.lots:
            return
        lot = data.draw(st.sampled_from(self.model.lots))
        call = {"entry": Entry.objects.get(pk=lot.pk), "kind": "refund", "source": self.key()}
        call |= {"amount": amount} if amount else {}
        rest = lot.worth - lot.back_asked
        wanted = amount or rest
        if rest <= 0 or wanted > rest:
            with pytest.raises(NotReversible):
                services.reverse(**call)  # type: ignore[arg-type]
            return
        entry = services.reverse(**call)  # type: ignore[arg-type]
        self.model.expire(clock.today())
        real = max(0, min(wanted, lot.worth - lot.expired - lot.back_real))
        there = min(self.model.free, real)
        self.model.take(there, lot)
        self.model.debt += real - there
        lot.back_asked += wanted
        lot.back_real += real
        assert (entry.asked, entry.worth) == (-wanted, -real)
        self.repeat(again, services.reverse, entry, **call)

    @rule(data=st.data(), amount=st.none() | amounts, again=twice)
    def give_back(self, data: st.DataObject, amount: int | None, again: bool) -> None:
        if not self.model.spent:
            return
        spent = data.draw(st.sampled_from(self.model.spent))
        call = {"entry": Entry.objects.get(pk=spent.pk), "kind": "return", "source": self.key()}
        call |= {"amount": amount} if amount else {}
        rest = spent.amount - spent.given
        wanted = amount or rest
        if rest <= 0 or wanted > rest:
            with pytest.raises(NotReversible):
                services.give_back(**call)  # type: ignore[arg-type]
            return
        tomorrow = clock.today() + timedelta(days=1)
        entry = services.give_back(**call, expires_on=tomorrow)  # type: ignore[arg-type]
        self.model.expire(clock.today())
        self.model.put(entry.pk, wanted, tomorrow)
        spent.given += wanted
        self.repeat(again, services.give_back, entry, **call)

    @rule(hours=st.integers(1, 60), again=twice)
    def time_passes_and_the_sweep_comes(self, hours: int, again: bool) -> None:
        self.machine.shift(timedelta(hours=hours))
        services.expire_due()
        for key, (_, state) in list(self.model.holds.items()):
            until = self.until[key]
            if state == "open" and until is not None and until <= clock.now():
                self._free(key, "expired")
        self.model.expire(clock.today())
        if again:
            assert services.expire_due() == services.Expired(0, 0)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.machine.shift(timedelta(hours=hours))
        probe = Model([Lot(**vars(lot)) for lot in self.model.lots], self.model.holds)
        probe.expire(clock.today())
        assert selectors.available(self.account) == probe.free

    @invariant()
    def the_books_agree(self) -> None:
        taken["steps"] += 1
        self.account.refresh_from_db()
        entries = list(self.account.entries.values_list("amount", "owed"))
        assert self.account.balance == sum(amount for amount, _ in entries) == self.model.balance >= 0
        assert self.account.debt == sum(owed for _, owed in entries) == self.model.debt >= 0
        assert self.account.held == self.model.held
        left = {lot.entry.pk: lot.left for lot in selectors.lots(self.account)}
        assert left == {lot.pk: lot.left for lot in self.model.lots if lot.left}
        if taken["steps"] % 10 == 0:
            assert [str(row) for row in audits.differences()] == []


@pytest.mark.slow
@pytest.mark.django_db
def test_two_thousand_random_steps_never_disagree_with_a_plain_model() -> None:
    taken["steps"] = 0
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{taken['steps']} steps")
    assert taken["steps"] >= 2000
