"""The mail server refuses, postpones, hangs, dies at the worst moment: what becomes of each class of mail."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shop import clock
from shop.mail import kinds, services
from shop.mail.models import Attempt, Mail, State
from shop.people.models import Person, Suppression
from shop.people.selectors import is_suppressed
from tests.smtp import Server, free_port, listening

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T12:00:00+01:00"


@pytest.fixture(autouse=True)
def smtp(settings: Any) -> int:
    """Mail goes to a port of this machine."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 0.5
    return int(settings.EMAIL_PORT)


@pytest.fixture
def server(smtp: int) -> Iterator[Server]:
    with listening(smtp) as server:
        yield server


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def write(person: Person, kind: str = "order", occasion: str = "o1", **other: Any) -> Mail:
    return services.enqueue(kind=kind, person=person, occasion=occasion, language="en", **other)


def attempts(row: Mail) -> list[tuple[int, str, str]]:
    return list(row.tries.order_by("number").values_list("number", "outcome", "reply"))


def later(time_machine: Any, minutes: float) -> None:
    time_machine.shift(timedelta(minutes=minutes))


def test_a_mail_is_taken_with_its_own_message_id_and_from_our_address(server: Server, ada: Person) -> None:
    row = write(ada)

    assert services.sweep() == {"sent": 1}

    [message] = server.to("ada@example.org")
    row.refresh_from_db()
    assert message["Message-ID"] == row.message_id
    assert message["From"] == "Ricochet <bonjour@ricochet.example>"
    assert message["Date"] == "Mon, 23 Nov 2026 11:00:00 +0000"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert (row.state, row.attempts, attempts(row)) == (State.SENT, 1, [(1, "sent", "250 OK")])


def test_fifty_mails_take_one_connection(server: Server, ada: Person) -> None:
    for number in range(50):
        write(ada, occasion=f"o{number}")

    assert services.sweep() == {"sent": 50}

    assert server.connections == 1
    assert len({message["Message-ID"] for message in server.to("ada@example.org")}) == 50


def test_451_is_tried_again_after_pauses_that_grow_until_it_is_taken(
    server: Server, ada: Person, time_machine: Any
) -> None:
    row = write(ada)
    server.fault = lambda to, number: "451 4.3.0 try later" if number < 4 else ""

    for pause in (1, 3, 10):
        assert services.sweep() == {"postponed": 1}
        assert services.sweep() == {}
        row.refresh_from_db()
        assert (row.state, row.reason) == (State.WAITING, "not yet: 451 4.3.0 try later")
        assert row.next_attempt_at - clock.now() == timedelta(minutes=pause)
        later(time_machine, pause)
    assert services.sweep() == {"sent": 1}

    row.refresh_from_db()
    assert (row.state, row.reason, row.attempts) == (State.SENT, "", 4)
    assert [outcome for _number, outcome, _reply in attempts(row)] == ["postponed", "postponed", "postponed", "sent"]
    assert len(server.received) == 1


def test_what_nobody_takes_for_three_days_is_given_up(server: Server, ada: Person, time_machine: Any) -> None:
    row = write(ada)
    server.fault = lambda to, number: "451 4.2.1 later"

    for _sweep in range(24 * 4):
        services.sweep()
        later(time_machine, 60)

    row.refresh_from_db()
    assert (row.state, row.reason) == (State.FAILED, "given up, not yet: 451 4.2.1 later")
    assert row.attempts == server.asked == 24
    assert server.received == []


@pytest.mark.parametrize("said", ["550 5.1.1 <ada@example.org> no such user", "550 No such user", "553 5.1.3 no"])
def test_a_dead_mailbox_is_written_to_once_and_never_again(server: Server, ada: Person, said: str) -> None:
    row = write(ada, secrets={"code": "1"})
    server.fault = lambda to, number: said

    assert services.sweep() == {"failed": 1}

    row.refresh_from_db()
    told = said.replace("ada@example.org", "…")
    assert (row.state, row.reason, row.sealed) == (State.FAILED, f"refused: {told}", "")
    assert attempts(row) == [(1, "refused", told)]
    assert Suppression.objects.get().reason == Suppression.Reason.BOUNCE
    server.fault = lambda to, number: ""
    other = write(ada, occasion="o2")
    assert services.sweep() == {"skipped": 1}
    other.refresh_from_db()
    assert (other.state, other.reason, other.attempts) == (State.SKIPPED, "suppressed", 0)
    assert (server.asked, server.received) == (1, [])


@pytest.mark.parametrize("said", ["550 5.7.1 refused by policy", "552 5.2.2 mailbox full", "data 554 5.6.0 not this"])
def test_a_refusal_that_says_nothing_about_the_mailbox_ends_this_mail_only(
    server: Server, ada: Person, said: str
) -> None:
    row = write(ada)
    server.fault = lambda to, number: said if number == 1 else ""

    assert services.sweep() == {"failed": 1}

    row.refresh_from_db()
    assert row.state == State.FAILED
    assert not is_suppressed("ada@example.org", "transactional")
    assert not is_suppressed("ada@example.org", "marketing")
    write(ada, occasion="o2")
    assert services.sweep() == {"sent": 1}


@pytest.mark.parametrize("fault", ["drop", "data hang"])
def test_a_line_that_breaks_after_the_text_an_order_is_said_again_under_the_same_id(
    server: Server, ada: Person, time_machine: Any, fault: str
) -> None:
    row = write(ada, secrets={"code": "123456"})
    server.fault = lambda to, number: fault if number == 1 else ""

    assert services.sweep() == {"unsure": 1}
    row.refresh_from_db()
    assert row.state == State.WAITING
    assert services.sweep() == {}
    later(time_machine, 1)
    assert services.sweep() == {"sent": 1}

    row.refresh_from_db()
    assert (row.state, row.sealed) == (State.SENT, "")
    assert [outcome for _number, outcome, _reply in attempts(row)] == ["unsure", "sent"]
    got = server.to("ada@example.org")
    assert {message["Message-ID"] for message in got} == {row.message_id}
    assert len(got) == (2 if fault == "drop" else 1)
    assert "123456" in got[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["evaluation", "newsletter"])
@pytest.mark.parametrize("fault", ["drop", "data hang"])
def test_a_line_that_breaks_after_the_text_no_other_mail_is_said_again(
    server: Server, ada: Person, time_machine: Any, fault: str, kind: str
) -> None:
    row = write(ada, kind)
    server.fault = lambda to, number: fault if number == 1 else ""

    assert services.sweep() == {"unsure": 1}
    later(time_machine, 60 * 4)
    assert services.sweep() == {}

    row.refresh_from_db()
    assert row.state == State.UNSURE
    assert row.reason.startswith("the line broke: ")
    assert row.sent_at is None
    assert len(server.received) == (1 if fault == "drop" else 0)
    assert server.asked == 1


@pytest.mark.parametrize("kind", ["order", "newsletter"])
@pytest.mark.parametrize("fault", ["cut", "hang", "421 4.3.2 closing"])
def test_a_line_that_breaks_before_the_text_took_nothing_so_any_mail_is_tried_again(
    server: Server, ada: Person, time_machine: Any, fault: str, kind: str
) -> None:
    row = write(ada, kind)
    server.fault = lambda to, number: fault if number == 1 else ""

    assert services.sweep() == {"postponed": 1}
    later(time_machine, 1)
    assert services.sweep() == {"sent": 1}

    row.refresh_from_db()
    assert [outcome for _number, outcome, _reply in attempts(row)] == ["postponed", "sent"]
    assert len(server.received) == 1


def test_one_mail_that_breaks_the_line_does_not_hold_up_the_next(server: Server, ada: Person) -> None:
    for number in range(3):
        write(ada, "evaluation", occasion=f"o{number}")
    server.fault = lambda to, number: "drop" if number == 2 else ""

    assert services.sweep() == {"sent": 2, "unsure": 1}

    assert (server.connections, len(server.received)) == (2, 3)


def test_a_server_that_breaks_every_line_makes_two_mails_unsure_not_all(server: Server, ada: Person) -> None:
    for number in range(10):
        write(ada, "evaluation", occasion=f"o{number}")
    server.fault = lambda to, number: "drop"

    assert services.sweep() == {"unsure": 2}

    assert Mail.objects.filter(state=State.WAITING, attempts=0, reason="the mail server is away").count() == 8
    server.fault = lambda to, number: ""
    assert services.sweep() == {"sent": 8}
    assert len(server.received) == 10


def test_an_order_is_not_said_for_ever_to_a_server_that_always_breaks(
    server: Server, ada: Person, time_machine: Any
) -> None:
    row = write(ada)
    server.fault = lambda to, number: "drop"

    for _sweep in range(20):
        services.sweep()
        later(time_machine, 240)

    row.refresh_from_db()
    assert (row.state, row.attempts, len(server.received)) == (State.UNSURE, 5, 5)


def test_without_a_mail_server_everything_waits_as_it_is_and_leaves_once_when_it_is_back(
    smtp: int, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    rows = [write(ada, kind, occasion=str(number)) for kind in ("order", "newsletter") for number in range(3)]

    for _sweep in range(3):
        assert services.sweep() == {}

    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 3
    assert set(Mail.objects.values_list("state", "reason", "attempts")) == {("waiting", "the mail server is away", 0)}
    assert Attempt.objects.count() == 0
    with listening(smtp) as server:
        assert services.sweep() == {"sent": 6}
        assert services.sweep() == {}
        assert len(server.received) == len(rows)
    assert set(Mail.objects.values_list("state", "reason")) == {("sent", "")}


def test_a_server_that_does_not_let_us_in_is_away_and_no_mail_pays_for_it(
    server: Server, ada: Person, settings: Any
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "nobody", "wrong"
    row = write(ada)

    assert services.sweep() == {}

    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.WAITING, 0)


def test_no_header_can_be_smuggled_in(server: Server, ada: Person) -> None:
    title = "Hi\r\nBcc: ben@example.org\r\n\r\n<b>body</b>\x00\u2028Subject: x"
    typed = {"title": title, "word": "a\r\n.\r\nMAIL FROM:<x@example.org>"}
    kinds.register(replace(kinds.get("order"), build=lambda mail: typed))
    write(ada)

    assert services.sweep() == {"sent": 1}

    [(to, message)] = server.received
    assert to == "ada@example.org"
    assert message["Subject"] == "Hi Bcc: ben@example.org <b>body</b> Subject: x"
    assert message["Bcc"] is None
    assert message.get_all("Subject") == [message["Subject"]]
    assert "MAIL FROM:<x@example.org>" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert server.asked == 1
