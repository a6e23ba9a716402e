"""A mail is a row first: one for an occasion, holding nothing that must not lie in a database."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.test.utils import CaptureQueriesContext

from shop import clock
from shop.mail import nudges, seals, services
from shop.mail.errors import BadAddress, NotIds, SealBroken, UnknownKind
from shop.mail.models import Mail, State
from shop.people.models import Person
from tests.letters import letters

pytestmark = pytest.mark.django_db


def write(kind: str = "order", occasion: str = "o1", **other: Any) -> Mail:
    other = {"to": "ada@example.org", "language": "en"} | other
    return services.enqueue(kind=kind, occasion=occasion, **other)


def test_a_mail_is_written_down_and_leaves_with_the_next_sweep() -> None:
    row = write(context={"word": "abc"})

    assert django_mail.outbox == []
    assert (row.state, row.to, row.attempts) == (State.WAITING, "ada@example.org", 0)
    [sent] = letters()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.reason) == (State.SENT, 1, "")
    assert sent.to == ["ada@example.org"]
    assert sent.extra_headers["Message-ID"] == row.message_id


def test_the_same_occasion_is_one_row_however_often_it_is_said(ada: Person) -> None:
    first = write(person=ada, to="", context={"word": "first"})
    again = write(person=ada, to="", context={"word": "again"})
    other = write(person=ada, to="", occasion="o2")
    guest = write(to="ADA@Example.org ")
    same_guest = write(to="ada@example.org")

    assert again.pk == first.pk
    assert again.context == {"word": "first"}
    assert len({first.pk, other.pk, guest.pk}) == 3
    assert same_guest.pk == guest.pk


def test_writing_one_takes_two_statements(ada: Person) -> None:
    from django.db import connection

    with CaptureQueriesContext(
        connection,
    ) as seen:
        write(person=ada, to="")

    assert len([query for query in seen.captured_queries if "mail_mail" in query["sql"]]) == 2


def test_a_person_is_written_to_at_the_address_they_have_when_it_leaves(ada: Person) -> None:
    row = write(person=ada, to="")
    Person.objects.filter(pk=ada.pk).update(email="new@example.org")

    [sent] = letters()

    row.refresh_from_db()
    assert (sent.to, row.to) == (["new@example.org"], "new@example.org")


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org\nBcc: ben@example.org",
        "ada@example.org\r\nSubject: x",
        "ada@example.org, ben@example.org",
        "ada@example.org;ben@example.org",
        "Ada <ada@example.org>",
        "ada",
        "",
        "ada@example.org\x00",
    ],
)
def test_anything_but_one_address_is_refused_and_nothing_is_written(address: str) -> None:
    with pytest.raises(BadAddress):
        write(to=address)

    assert Mail.objects.count() == 0


@pytest.mark.parametrize("kind", ["no_such_kind", "../account/login", ""])
def test_a_kind_that_nobody_registered_is_refused(kind: str) -> None:
    with pytest.raises(UnknownKind):
        write(kind)

    assert Mail.objects.count() == 0


@pytest.mark.parametrize("value", ["ada@example.org", "x" * 65, {"a": 1}, 1.5, ["ada@example.org"]])
def test_the_context_holds_ids_and_nothing_that_tells_of_a_person(value: object) -> None:
    with pytest.raises(NotIds):
        write(context={"word": value})

    assert Mail.objects.count() == 0


def test_a_secret_is_unreadable_in_the_row_and_wiped_when_the_mail_has_left() -> None:
    row = write(secrets={"code": "123456"})
    stored = str(Mail.objects.filter(pk=row.pk).values())
    assert "123456" not in stored
    assert row.sealed != ""

    [sent] = letters()

    row.refresh_from_db()
    assert "Hello: 123456" in sent.body
    assert row.sealed == ""


def test_a_secret_that_the_kind_does_not_name_is_refused() -> None:
    with pytest.raises(ValueError, match="names no secret"):
        write(secrets={"password": "x"})

    assert Mail.objects.count() == 0


def test_what_was_sealed_with_the_key_before_opens_and_with_none_it_does_not(settings: Any) -> None:
    sealed = seals.seal({"word": "123456"})
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a new one"

    with pytest.raises(SealBroken):
        seals.unseal(sealed)

    settings.SECRET_KEY_FALLBACKS = [old]
    assert seals.unseal(sealed) == {"word": "123456"}


def test_a_mail_that_is_due_later_waits_until_then(time_machine: Any) -> None:
    due = clock.now() + timedelta(days=2)
    row = write(due=due)
    assert letters() == []

    time_machine.move_to(due + timedelta(seconds=1))

    assert len(letters()) == 1
    row.refresh_from_db()
    assert row.sent_at is not None
    assert row.sent_at >= due


@pytest.mark.django_db(transaction=True)
def test_the_sweep_is_woken_once_a_transaction_and_not_for_what_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr(nudges, "_publish", lambda: woken.append(1))
    monkeypatch.setattr(nudges, "_left_alone_until", float("-inf"))
    with transaction.atomic():
        for place in range(5):
            write(occasion=f"o{place}")
        assert woken == []
    assert woken == [1]

    with transaction.atomic():
        write(occasion="undone")
        transaction.set_rollback(True)
    write(occasion="later", due=clock.now() + timedelta(hours=1))

    assert woken == [1]
    assert not Mail.objects.filter(occasion="undone").exists()


def test_a_broker_that_is_down_is_logged_once_and_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[int] = []

    def down() -> None:
        asked.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(nudges, "_publish", down)
    monkeypatch.setattr(nudges, "_left_alone_until", float("-inf"))

    nudges.nudge()
    nudges.nudge()

    assert asked == [1]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
