"""What many mails are about may be looked up at once; each of them leaves all the same where that goes wrong."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.core import mail as outbox

from shop.mail import kinds, services, sweeping
from shop.mail.kinds import Kind
from shop.mail.models import Klass, Mail
from shop.people.models import Person

pytestmark = pytest.mark.django_db


def write(ada: Person, many: int, language: str = "en") -> None:
    for number in range(many):
        services.enqueue(kind="told", person=ada, occasion=f"{language}{number}", language=language, context={})


class Told:
    """A kind that says what was gathered, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.alone = 0

    def gather(self, rows: Sequence[Mail]) -> None:
        self.asked.append(len(rows))
        for row in rows:
            row.known = "together"

    def build(self, row: Mail) -> dict[str, Any]:
        self.alone += row.known is None
        return {"title": row.known or "alone", "word": ""}


@pytest.fixture
def told() -> Any:
    made = Told()
    kinds.register(Kind("told", Klass.TRANSACTIONAL, "told", build=made.build, gather=made.gather, template="sample"))
    yield made
    kinds.forget("told")


def test_a_batch_is_looked_up_once_a_language(ada: Person, told: Told) -> None:
    write(ada, 3, "en")
    write(ada, 2, "fr")

    assert services.sweep() == {"sent": 5}

    assert (sorted(told.asked), told.alone) == ([2, 3], 0)
    assert {message.subject for message in outbox.outbox} == {"together"}


def test_where_looking_up_fails_each_mail_asks_for_itself(
    ada: Person, told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(rows: Sequence[Mail]) -> None:
        rows[0].known = "half"
        raise ValueError("no")

    kinds.register(Kind("told", Klass.TRANSACTIONAL, "told", build=told.build, gather=broken, template="sample"))
    write(ada, 2)

    assert services.sweep() == {"sent": 2}

    assert told.alone == 2
    assert {message.subject for message in outbox.outbox} == {"alone"}
    assert "could not be looked up together" in caplog.text


def test_what_was_looked_up_long_ago_is_asked_anew(ada: Person, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "FRESH", -1.0)
    write(ada, 2)

    assert services.sweep() == {"sent": 2}

    assert (told.asked, told.alone) == ([2], 2)
    assert {message.subject for message in outbox.outbox} == {"alone"}
