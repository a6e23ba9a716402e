"""Two accounts with any past become one: nothing lost, nothing gained, who means the old one means the new."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop import clock
from shop.ledger import audits, selectors, services
from shop.ledger.exceptions import NotEnough, NotReversible
from shop.ledger.models import Account, Hold
from tests.shop.ledger import POINTS

START = datetime(2028, 2, 27, 12, tzinfo=UTC)
steps = st.lists(
    st.tuples(st.sampled_from(["credit", "debit", "hold", "release", "reverse"]), st.integers(1, 40), st.booleans()),
    max_size=14,
)


def live(account: Account, steps: list[tuple[str, int, bool]], name: str) -> None:
    """Some past for an account; what the ledger refuses did not happen."""
    for number, (verb, amount, dated) in enumerate(steps):
        key = f"{name}-{account.pk}-{number}"
        same = {"account": account, "amount": amount, "unit": POINTS}
        gone = clock.today() + timedelta(days=1 + amount % 3) if dated else None
        with contextlib.suppress(NotEnough, NotReversible):
            if verb == "credit":
                services.credit(**same, kind="order", source=key, expires_on=gone)  # type: ignore[arg-type]
            elif verb == "debit":
                services.debit(**same, kind="spend", source=key)  # type: ignore[arg-type]
            elif verb == "hold":
                services.hold(**same, key=key)  # type: ignore[arg-type]
            elif verb == "release" and (held := account.holds.filter(state="open").first()):
                services.release(key=held.key)
            elif verb == "reverse" and (earning := account.entries.filter(kind="order").first()):
                services.reverse(entry=earning, amount=amount, kind="refund", source=key)


@pytest.mark.django_db
@settings(max_examples=80, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(ada=steps, ben=steps, days=st.integers(0, 4), after=steps)
def test_two_pasts_become_one_and_nothing_is_lost(ada: list, ben: list, days: int, after: list) -> None:  # type: ignore[type-arg]
    with time_machine.travel(START, tick=False) as machine, transaction.atomic():
        accounts = [services.open_account(key=name, unit=POINTS) for name in ("ada", "ben")]
        for account, past in zip(accounts, (ada, ben), strict=True):
            live(account, past, "before")
        machine.shift(timedelta(days=days))
        services.expire_due()
        into, gone = accounts
        before = [selectors.standing(account) for account in accounts]
        for _twice in range(2):
            services.absorb(into=into, gone=gone)
        both = selectors.standing(into)
        assert both.balance - both.debt == sum(one.balance - one.debt for one in before)
        assert both.held == sum(one.held for one in before)
        assert both.debt == 0 or both.available == 0
        assert selectors.standing(gone) == both
        assert [str(row) for row in audits.differences()] == []
        live(gone, after, "after")  # whoever still means the old one
        for held in Hold.objects.filter(state="open"):
            services.capture(key=held.key)
        assert selectors.standing(into).held == 0
        assert [str(row) for row in audits.differences()] == []
        transaction.set_rollback(True)
