"""Accounts for the ledger's tests."""

from collections.abc import Callable

import pytest

from shop.ledger import audits, services, units
from shop.ledger.models import Account, Entry
from shop.people.models import Person
from tests.shop.ledger import POINTS


@pytest.fixture(autouse=True)
def points() -> None:
    units.register(units.Unit(POINTS, "points"))


@pytest.fixture
def ada(db: None) -> Person:
    return Person.objects.create(email="ada@example.fr", name="Ada")


@pytest.fixture
def ben(db: None) -> Person:
    return Person.objects.create(email="ben@example.fr", name="Ben")


@pytest.fixture
def account(ada: Person) -> Account:
    return services.open_account(person=ada, unit=POINTS)


@pytest.fixture
def earn(account: Account) -> Callable[..., Entry]:
    """Let ada earn: earn(100, "order-1", expires_on=…)."""

    def _earn(amount: int, source: str, **more: object) -> Entry:
        return services.credit(account=account, amount=amount, unit=POINTS, kind="order", source=source, **more)  # type: ignore[arg-type]

    return _earn


@pytest.fixture
def audited() -> Callable[[], list[str]]:
    """What the audit says."""
    return lambda: [str(row) for row in audits.differences()]
