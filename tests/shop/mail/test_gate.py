"""The one gate: who is not written to, why, and when. Every skip is a row with its reason."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail

from shop import clock
from shop.mail import budgets, kinds, services, vetoes
from shop.mail.kinds import Moot
from shop.mail.models import Mail, State
from shop.mail.refusals import Refusal
from shop.mail.selectors import not_sent, sent_to
from shop.people.models import Person, Suppression
from shop.people.services import grant, merge, person_for_email, suppress, withdraw

pytestmark = pytest.mark.django_db
KINDS = ("order", "evaluation", "newsletter")
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=PARIS), tick=False)


@pytest.fixture(autouse=True)
def empty_sockets() -> Iterator[None]:
    yield
    vetoes.forget("test")
    budgets.forget("test")


def write(person: Person | None, kind: str, occasion: str = "1", **other: Any) -> Mail:
    return services.enqueue(kind=kind, person=person, occasion=occasion, language="en", **other)


def after_a_sweep(row: Mail) -> tuple[str, str]:
    services.sweep()
    row.refresh_from_db()
    return row.state, row.reason


def leave(person: Person) -> dict[str, tuple[str, str]]:
    """One mail of each class: what became of it."""
    rows = {kind: write(person, kind) for kind in KINDS}
    services.sweep()
    return {kind: Mail.objects.values_list("state", "reason").get(pk=row.pk) for kind, row in rows.items()}


SENT = ("sent", "")


def test_somebody_who_agreed_gets_all_three_classes(ada: Person) -> None:
    assert leave(ada) == {"order": SENT, "evaluation": SENT, "newsletter": SENT}


def test_without_consent_or_after_it_was_withdrawn_no_marketing_leaves(ada: Person) -> None:
    withdraw(person=ada, purpose="news", wording="1", source="test")
    ben = person_for_email(email="ben@example.org", language="en")
    grant(person=ben, purpose="something else", wording="1", source="test")
    skipped = {"order": SENT, "evaluation": SENT, "newsletter": ("skipped", "no consent")}

    assert leave(ada) == skipped
    assert leave(ben) == skipped


def test_marketing_to_a_bare_address_never_leaves() -> None:
    row = write(None, "newsletter", to="ada@example.org")

    assert after_a_sweep(row) == ("skipped", "no consent")


@pytest.mark.parametrize(
    ("scope", "stopped"),
    [
        (Suppression.Scope.MARKETING, {"newsletter"}),
        (Suppression.Scope.SERVICE, {"evaluation"}),
        (Suppression.Scope.ALL, {"order", "evaluation", "newsletter"}),
    ],
)
def test_a_suppression_stops_its_scope_and_only_a_full_stop_stops_orders(
    ada: Person, scope: Suppression.Scope, stopped: set[str]
) -> None:
    suppress(email="Ada@Example.org", scope=scope, reason=Suppression.Reason.LEFT)

    assert leave(ada) == {kind: ("skipped", "suppressed") if kind in stopped else SENT for kind in KINDS}


def test_somebody_who_leaves_while_the_send_runs_gets_nothing_more(ada: Person) -> None:
    rows = [write(ada, "newsletter", occasion=str(number)) for number in range(5)]
    sample = kinds.get("newsletter").build

    def leaves(mail: Mail) -> dict[str, Any]:
        suppress(email=ada.email, scope=Suppression.Scope.MARKETING, reason=Suppression.Reason.LEFT)
        return sample(mail)

    kinds.register(replace(kinds.get("newsletter"), build=leaves))

    assert services.sweep() == {"sent": 1, "skipped": 4}
    assert Mail.objects.filter(pk__in=[row.pk for row in rows], reason="suppressed").count() == 4


def test_a_veto_stops_service_and_marketing_and_never_an_order(ada: Person) -> None:
    asked: list[str] = []

    def veto(mail: Mail) -> Refusal | None:
        asked.append(mail.kind)
        return Refusal("an open ticket")

    vetoes.register("test", veto)

    refused = ("skipped", "an open ticket")
    assert leave(ada) == {"order": SENT, "evaluation": refused, "newsletter": refused}
    assert asked == ["evaluation", "newsletter"]


def test_a_budget_that_is_used_up_holds_a_mail_until_there_is_room_again(ada: Person, time_machine: Any) -> None:
    def one_a_day(mail: Mail) -> Refusal | None:
        assert mail.person is not None
        before = sent_to(mail.person, since=clock.now() - timedelta(days=1)).first()
        return Refusal("enough for today", until=clock.now() + timedelta(days=1)) if before else None

    budgets.register("test", one_a_day)
    assert after_a_sweep(write(ada, "order", "first")) == SENT

    held = write(ada, "newsletter")
    assert after_a_sweep(held) == ("waiting", "enough for today")
    assert after_a_sweep(write(ada, "order", "second")) == SENT
    time_machine.shift(timedelta(days=2))

    assert after_a_sweep(held) == SENT


@pytest.mark.parametrize(
    ("zone", "at", "until"),
    [
        ("Europe/Paris", datetime(2026, 11, 23, 20, 59, tzinfo=PARIS), None),
        ("Europe/Paris", datetime(2026, 11, 23, 21, 0, tzinfo=PARIS), datetime(2026, 11, 24, 8, tzinfo=PARIS)),
        ("Europe/Paris", datetime(2026, 11, 24, 7, 59, tzinfo=PARIS), datetime(2026, 11, 24, 8, tzinfo=PARIS)),
        ("Europe/Paris", datetime(2026, 11, 24, 8, 0, tzinfo=PARIS), None),
        # The night in which clocks go back: eight in the morning is eight in the morning.
        ("Europe/Paris", datetime(2026, 10, 24, 23, 0, tzinfo=PARIS), datetime(2026, 10, 25, 8, tzinfo=PARIS)),
        ("Indian/Reunion", datetime(2026, 11, 23, 12, 0, tzinfo=PARIS), None),
        ("Indian/Reunion", datetime(2026, 11, 23, 18, 30, tzinfo=PARIS), datetime(2026, 11, 24, 5, tzinfo=PARIS)),
        ("America/Cayenne", datetime(2026, 11, 23, 11, 30, tzinfo=PARIS), datetime(2026, 11, 23, 12, tzinfo=PARIS)),
    ],
)
def test_at_night_where_the_person_lives_only_what_they_wait_for_leaves(
    ada: Person, time_machine: Any, zone: str, at: datetime, until: datetime | None
) -> None:
    Person.objects.filter(pk=ada.pk).update(zone=zone)
    time_machine.move_to(at, tick=False)

    found = leave(Person.objects.get(pk=ada.pk))

    then = ("waiting", "quiet hours") if until else SENT
    assert found == {"order": SENT, "evaluation": then, "newsletter": then}
    assert set(Mail.objects.filter(state=State.WAITING).values_list("next_attempt_at", flat=True)) == (
        {until.astimezone(ZoneInfo("UTC"))} if until else set()
    )
    if until:
        time_machine.move_to(until, tick=False)
        assert services.sweep() == {"sent": 2}


def test_what_has_nothing_to_say_any_more_is_skipped_with_the_reason(ada: Person) -> None:
    def cancelled(mail: Mail) -> dict[str, Any]:
        raise Moot("the order is cancelled")

    kinds.register(replace(kinds.get("order"), build=cancelled))

    assert after_a_sweep(write(ada, "order", secrets={"code": "1"})) == ("skipped", "moot: the order is cancelled")
    assert Mail.objects.get().sealed == ""
    assert django_mail.outbox == []


def test_a_code_that_has_run_out_is_not_sent_after_all(ada: Person, time_machine: Any) -> None:
    kinds.register(replace(kinds.get("order"), good_for=timedelta(minutes=15)))
    in_time, late = write(ada, "order", "in time"), write(ada, "order", "late", due=clock.now() + timedelta(hours=1))
    time_machine.shift(timedelta(minutes=15))
    assert after_a_sweep(in_time) == SENT

    time_machine.shift(timedelta(minutes=60, seconds=1))

    assert after_a_sweep(late) == ("skipped", "too late")


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others_and_is_tried_again(
    ada: Person, time_machine: Any, caplog: pytest.LogCaptureFixture
) -> None:
    good = kinds.get("order")
    broken = write(ada, "order", "1", context={"title": "bad"})
    fine = write(ada, "order", "2")

    def build(mail: Mail) -> dict[str, Any]:
        if mail.context:
            raise ZeroDivisionError
        return good.build(mail)

    kinds.register(replace(good, build=build))

    assert services.sweep() == {"postponed": 1, "sent": 1}
    assert after_a_sweep(fine) == SENT
    assert after_a_sweep(broken) == ("waiting", "error: ZeroDivisionError")
    assert "cannot be put together" in caplog.text
    kinds.register(good)
    time_machine.shift(timedelta(minutes=1))
    assert after_a_sweep(broken) == SENT


def test_a_kind_that_this_release_does_not_know_waits_for_the_one_that_does(ada: Person, time_machine: Any) -> None:
    known = kinds.get("order")
    row = write(ada, "order")
    kinds.forget("order")

    assert after_a_sweep(row) == ("waiting", "unknown kind")
    kinds.register(known)
    time_machine.shift(timedelta(minutes=1))

    assert after_a_sweep(row) == SENT


def test_somebody_without_an_address_is_not_written_to(ada: Person) -> None:
    row = write(ada, "order")
    Person.objects.filter(pk=ada.pk).update(email="")

    assert after_a_sweep(row) == ("skipped", "no address")


def test_who_turned_out_to_be_another_is_written_to_as_that_one(ada: Person) -> None:
    guest = person_for_email(email="a.lovelace@example.org", language="en")
    both, only = write(ada, "order", "both"), write(guest, "order", "only")
    twin = write(guest, "order", "both")
    merge(into=ada, gone=guest, proven="a.lovelace@example.org")

    assert services.sweep() == {"sent": 2}
    rows = {row.pk: row for row in Mail.objects.all()}
    assert (rows[both.pk].person, rows[only.pk].person) == (ada, ada)
    assert (rows[twin.pk].state, rows[twin.pk].reason) == (State.SKIPPED, "the same person got it already")
    assert [message.to for message in django_mail.outbox] == [["a.lovelace@example.org"]] * 2


def test_what_was_not_sent_and_why_can_be_listed(ada: Person) -> None:
    assert after_a_sweep(write(ada, "order")) == SENT
    skipped = write(None, "newsletter", to="ben@example.org")
    held = write(ada, "evaluation", "held")
    fresh = write(ada, "order", "fresh", due=clock.now() + timedelta(days=1))
    vetoes.register("test", lambda mail: Refusal("later", until=clock.now() + timedelta(hours=1)))
    services.sweep()

    assert [row.pk for row in not_sent()] == [held.pk, skipped.pk]
    assert fresh.pk not in {row.pk for row in not_sent()}
