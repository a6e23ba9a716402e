"""Processes die between any two steps, and several do the same thing at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail

from shop.mail import claims, services, tasks
from shop.mail.line import Answer, Line
from shop.mail.models import Attempt, Mail, State
from shop.people.models import Person
from shop.people.services import erase
from tests.rivals import kinds, together

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T12:00:00+01:00"


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


def write(person: Person, count: int, kind: str) -> list[Mail]:
    return [
        services.enqueue(kind=kind, person=person, occasion=f"{kind} {number}", language="en")
        for number in range(count)
    ]


def states() -> dict[str, int]:
    found = list(Mail.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


def ids() -> list[str]:
    return [str(message.extra_headers["Message-ID"]) for message in django_mail.outbox]  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the process end at the nth message, before or after the mail server has taken it."""

    def arrange(at: int, *, taken: bool) -> None:
        deliver, calls = Line.deliver, [0]

        def dying(self: Line, message: Any) -> Answer:
            calls[0] += 1
            if calls[0] == at and not taken:
                raise Killed
            answer = deliver(self, message)
            if calls[0] == at:
                raise Killed
            return answer

        monkeypatch.setattr(Line, "deliver", dying)

    return arrange


@pytest.mark.parametrize("kind", ["order", "evaluation", "newsletter"])
def test_what_was_claimed_and_not_begun_leaves_once_when_the_lease_is_over(
    ada: Person, monkeypatch: pytest.MonkeyPatch, time_machine: Any, kind: str
) -> None:
    write(ada, 5, kind)
    begin = claims.begin

    def killed(*args: Any, **kwargs: Any) -> Any:
        raise Killed

    monkeypatch.setattr(claims, "begin", killed)
    with pytest.raises(Killed):
        services.sweep()
    monkeypatch.setattr(claims, "begin", begin)

    assert services.sweep() == {}
    assert states() == {"claimed": 5}
    time_machine.shift(claims.LEASE + timedelta(seconds=1))
    assert services.sweep() == {"sent": 5}
    assert len(set(ids())) == len(ids()) == 5


@pytest.mark.parametrize("taken", [False, True])
@pytest.mark.parametrize("kind", ["evaluation", "newsletter"])
def test_a_killed_process_leaves_one_unsure_mail_listed_and_nothing_doubled(
    ada: Person, dies: Callable[..., None], time_machine: Any, kind: str, taken: bool
) -> None:
    rows = write(ada, 8, kind)
    dies(3, taken=taken)
    with pytest.raises(Killed):
        services.sweep()
    assert states() == {"claimed": 6, "sent": 2}

    time_machine.shift(claims.LEASE + timedelta(seconds=1))
    assert services.sweep() == {"sent": 5}

    assert states() == {"sent": 7, "unsure": 1}
    rows[2].refresh_from_db()
    assert (rows[2].state, rows[2].reason) == (State.UNSURE, "the process ended")
    assert [attempt.outcome for attempt in rows[2].tries.all()] == ["unsure"]
    assert len(set(ids())) == len(ids()) == (8 if taken else 7)
    assert services.sweep() == {}


@pytest.mark.parametrize("taken", [False, True])
def test_a_killed_process_never_loses_an_order_and_a_double_bears_the_same_id(
    ada: Person, dies: Callable[..., None], time_machine: Any, taken: bool
) -> None:
    rows = write(ada, 8, "order")
    dies(3, taken=taken)
    with pytest.raises(Killed):
        services.sweep()

    time_machine.shift(claims.LEASE + timedelta(seconds=1))
    assert services.sweep() == {"sent": 6}

    assert states() == {"sent": 8}
    assert set(ids()) == {row.message_id for row in rows}
    assert len(ids()) == (9 if taken else 8)
    assert [attempt.outcome for attempt in rows[2].tries.order_by("number")] == ["unsure", "sent"]


def test_a_process_that_was_only_slow_says_so_and_its_word_counts(
    ada: Person, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    """The lease runs out while the server thinks: another sweep lists the mail as unsure, then "250" comes."""
    [row] = write(ada, 1, "newsletter")
    deliver = Line.deliver

    def slow(self: Line, message: Any) -> Answer:
        time_machine.shift(claims.LEASE + timedelta(seconds=1))
        assert claims.recover() == 1
        assert states() == {"unsure": 1}
        return deliver(self, message)

    monkeypatch.setattr(Line, "deliver", slow)

    assert services.sweep() == {"sent": 1}
    assert states() == {"sent": 1}
    assert [attempt.outcome for attempt in row.tries.all()] == ["sent"]


def test_a_mail_whose_person_is_erased_after_the_claim_does_not_leave(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    [row] = write(ada, 1, "order")
    begin = claims.begin

    def erased(*args: Any, **kwargs: Any) -> Any:
        erase(person=ada)
        return begin(*args, **kwargs)

    monkeypatch.setattr(claims, "begin", erased)

    assert services.sweep() == {"lost": 1}
    row.refresh_from_db()
    assert (row.state, row.reason, row.to) == (State.SKIPPED, "erased", "")
    assert django_mail.outbox == []


def test_the_task_run_twice_sends_once(ada: Person) -> None:
    write(ada, 3, "order")

    tasks.sweep()
    tasks.sweep()

    assert len(set(ids())) == len(ids()) == 3
    assert Attempt.objects.count() == 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", range(3))
def test_four_sweeps_at_once_send_each_mail_once(ada: Person, run: int) -> None:
    write(ada, 60, "order")
    write(ada, 60, "newsletter")

    done = together([services.sweep] * 4)

    assert kinds(done) == {"Counter": 4}
    assert sum(each["sent"] for each in done) == 120
    assert len(set(ids())) == len(ids()) == 120
    assert Attempt.objects.count() == 120
    assert states() == {"sent": 120}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_twenty_who_write_the_same_mail_at_once_write_one(ada: Person) -> None:
    rows = together([lambda: write(ada, 1, "order")[0].pk] * 20)

    assert kinds(rows) == {"int": 20}
    assert len(set(rows)) == Mail.objects.count() == 1
