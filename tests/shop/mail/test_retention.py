"""Mails older than a year keep what makes them one, and tell of nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail

from shop import clock
from shop.mail import kinds, services, tasks
from shop.mail.errors import NotAgain
from shop.mail.models import Mail
from shop.people.models import Person
from tests.shop.mail.test_admin import plain

pytestmark = pytest.mark.django_db


def test_a_year_later_address_context_and_replies_go_and_nothing_is_sent_twice(ada: Person) -> None:
    mine = services.enqueue(kind="order", person=ada, occasion="1", language="en", context={"order": 7})
    theirs = [
        services.enqueue(kind="order", to=to, occasion="1", language="en") for to in ("a@example.org", "b@example.org")
    ]
    services.sweep()
    Mail.objects.get(pk=mine.pk).tries.update(reply="250 queued for Ada")
    django_mail.outbox.clear()

    with time_machine.travel(clock.now() + timedelta(days=364)):
        assert tasks.forget() == 0
    with time_machine.travel(clock.now() + timedelta(days=366)):
        assert [tasks.forget(), tasks.forget()] == [3, 0]
        again = services.enqueue(kind="order", person=ada, occasion="1", language="en", context={"order": 7})
        assert services.sweep() == {}

    assert again.pk == mine.pk
    assert django_mail.outbox == []
    assert set(Mail.objects.values_list("to", "sealed", "state")) == {("", "", "sent")}
    assert [mail.context for mail in Mail.objects.all()] == [{}, {}, {}]
    assert list(mine.tries.values_list("outcome", "reply")) == [("sent", "")]
    occasions = Mail.objects.filter(pk__in=[mail.pk for mail in theirs]).values_list("occasion", flat=True)
    assert sorted(occasions) == sorted(f"1 forgotten {mail.pk}" for mail in theirs)


def test_what_still_waits_or_is_younger_keeps_what_it_needs(ada: Person) -> None:
    soon = services.enqueue(
        kind="order",
        to="ada@example.org",
        occasion="waits",
        language="en",
        due=clock.now() + timedelta(days=400),
        context={"order": 7},
    )
    with time_machine.travel(clock.now() + timedelta(days=366)):
        fresh = services.enqueue(kind="order", to="ada@example.org", occasion="new", language="en")
        services.sweep()
        assert tasks.forget() == 0

    soon.refresh_from_db()
    fresh.refresh_from_db()
    assert (soon.to, soon.context, soon.state) == ("ada@example.org", {"order": 7}, "waiting")
    assert (fresh.to, fresh.state) == ("ada@example.org", "sent")


def test_what_was_forgotten_cannot_be_sent_again(ada: Person) -> None:
    assert kinds.get("order").secrets
    plain()
    row = services.enqueue(kind="order", person=ada, occasion="1", language="en", context={"order": 7})
    services.sweep()
    django_mail.outbox.clear()

    with time_machine.travel(clock.now() + timedelta(days=366)):
        tasks.forget()
        with pytest.raises(NotAgain):
            services.resend(mail=Mail.objects.get(pk=row.pk), by=ada)
        services.sweep()

    assert django_mail.outbox == []
    assert Mail.objects.get().state == "sent"
