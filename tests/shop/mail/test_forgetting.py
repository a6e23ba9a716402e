"""An erased person's mails stay as figures, and tell of nobody."""

import pytest
from django.core import mail as django_mail

from shop.mail import services
from shop.mail.models import Mail
from shop.people.models import Person
from shop.people.services import erase

pytestmark = pytest.mark.django_db


def test_no_mail_of_an_erased_person_holds_an_address_or_a_secret_and_none_leaves(ada: Person) -> None:
    for occasion in ("1", "2"):
        services.enqueue(kind="order", person=ada, occasion=occasion, language="en")
        services.enqueue(kind="order", to="ada@example.org", occasion=occasion, language="en")
    services.sweep()
    services.enqueue(kind="order", person=ada, occasion="waits", language="en", secrets={"code": "123"})
    services.enqueue(kind="order", to="ADA@example.org", occasion="waits", language="en", secrets={"code": "123"})
    other = services.enqueue(kind="order", to="ben@example.org", occasion="1", language="en", secrets={"code": "1"})
    django_mail.outbox.clear()

    erase(person=ada)
    erase(person=ada)

    theirs = Mail.objects.exclude(pk=other.pk)
    assert theirs.count() == 6
    assert set(theirs.values_list("to", "sealed")) == {("", "")}
    found = sorted(theirs.values_list("state", "reason"))
    assert found == [("sent", "")] * 4 + [("skipped", "erased")] * 2
    other.refresh_from_db()
    assert (other.to, other.state) == ("ben@example.org", "waiting")
    assert services.sweep() == {"sent": 1}
    assert [message.to for message in django_mail.outbox] == [["ben@example.org"]]


def test_what_a_server_said_about_an_erased_person_is_forgotten(ada: Person) -> None:
    row = services.enqueue(kind="order", person=ada, occasion="1", language="en")
    services.sweep()
    row.tries.update(reply="250 queued for Ada Lovelace")

    erase(person=ada)

    assert list(row.tries.values_list("outcome", "reply")) == [("sent", "")]
