"""Mails in the admin: read, looked at, sent again; nothing else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from shop.mail import kinds, services
from shop.mail.kinds import Moot
from shop.mail.models import Mail, State
from shop.people.models import Person, Suppression
from shop.people.selectors import is_suppressed
from shop.people.services import suppress
from tests import factories
from tests.letters import letters

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.merchant())
    client.cookies["django_language"] = "en"
    return client


def plain() -> None:
    """The order mail without a secret: the only one that can be sent again."""
    kinds.register(replace(kinds.get("order"), secrets=()))


def write(person: Person, kind: str = "order", occasion: str = "1", **other: Any) -> Mail:
    return services.enqueue(kind=kind, person=person, occasion=occasion, language="en", **other)


def page(name: str, row: Mail | None = None) -> str:
    return reverse(f"admin:mail_mail_{name}", args=[row.pk] if row else [])


def test_the_list_says_what_was_not_sent_and_why(desk: Client, ada: Person) -> None:
    sent, skipped = write(ada), write(ada, "newsletter")
    suppress(email=ada.email, scope=Suppression.Scope.MARKETING, reason=Suppression.Reason.LEFT)
    services.sweep()

    everything = desk.get(page("changelist")).text
    trouble = desk.get(page("changelist"), {"trouble": "yes"}).text

    assert page("change", sent) in everything
    assert page("change", skipped) in everything
    assert page("change", sent) not in trouble
    assert page("change", skipped) in trouble
    assert "this address is not written to" in trouble


@pytest.mark.parametrize("query", ["q=ada%40example.org", "kind=order", "state=sent", "klass=0", "q=%00", "kind=x'\""])
def test_the_list_can_be_searched_and_filtered(desk: Client, ada: Person, query: str) -> None:
    write(ada)
    services.sweep()

    assert desk.get(f"{page('changelist')}?{query}").status_code in (200, 400)


def test_a_mails_own_page_tells_what_the_server_said_each_time(desk: Client, ada: Person) -> None:
    row = write(ada)
    services.sweep()
    row.tries.update(reply="250 2.0.0 queued")

    shown = desk.get(page("change", row)).text

    assert "250 2.0.0 queued" in shown
    assert "taken by the mail server" in shown
    assert "(&#x27;" not in shown


def test_a_mail_is_never_written_by_hand(desk: Client, ada: Person) -> None:
    row = write(ada)

    assert desk.get(reverse("admin:mail_mail_add")).status_code == 403
    assert desk.post(page("change", row), {"to": "ben@example.org"}).status_code == 403
    assert desk.post(page("delete", row), {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.to == ""


def test_a_mail_is_looked_at_without_its_secret_and_without_being_able_to_act(desk: Client, ada: Person) -> None:
    row = write(ada, secrets={"code": "123456"}, context={"word": "abc"})

    shown = desk.get(page("look", row))

    assert shown.status_code == 200
    assert "Hello: abc••••••" in shown.text
    assert "123456" not in shown.text
    assert 'sandbox=""' in shown.text
    assert "&lt;!doctype html&gt;" in shown.text
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.WAITING, 0)


def test_what_cannot_be_written_any_more_is_told_in_a_sentence(desk: Client, ada: Person) -> None:
    def cancelled(mail: Mail) -> dict[str, Any]:
        raise Moot("cancelled")

    def gone(mail: Mail) -> dict[str, Any]:
        raise Mail.DoesNotExist

    row = write(ada)
    for build, told in ((cancelled, "nothing to say any more: cancelled"), (gone, "any more: DoesNotExist")):
        kinds.register(replace(kinds.get("order"), build=build))
        shown = desk.get(page("look", row))
        assert (shown.status_code, told in shown.text) == (200, True)
    kinds.forget("order")
    assert "does not know this kind" in desk.get(page("look", row)).text


def test_texts_that_have_changed_since_are_said_to_have(desk: Client, ada: Person) -> None:
    row = write(ada)
    services.sweep()
    assert "have changed since" not in desk.get(page("look", row)).text

    Mail.objects.update(template_version="older")

    assert "Its texts have changed since it was sent" in desk.get(page("look", row)).text


def test_a_mail_is_sent_again_under_the_same_row_in_the_name_of_who_asked(desk: Client, ada: Person) -> None:
    plain()
    row = write(ada)
    services.sweep()
    assert desk.get(page("again", row)).status_code == 200
    assert len(letters()) == 1

    answer = desk.post(page("again", row), follow=True)
    assert "It leaves within a minute." in answer.text
    desk.post(page("again", row))
    first, second = letters()

    row.refresh_from_db()
    assert Mail.objects.count() == 1
    assert (row.state, row.attempts, row.resends) == (State.SENT, 2, 1)
    assert [attempt.by for attempt in row.tries.order_by("number")] == [None, row.resend_by]
    assert row.resend_by is not None
    assert row.resend_by.user.email == "mia@example.org"
    # A mailbox hides what it has seen, so what is sent again has an id of its own, and names the first.
    assert first.extra_headers["Message-ID"] == row.message_id == second.extra_headers["References"]
    assert second.extra_headers["Message-ID"] == row.message_id.replace("@", ".1@")


@pytest.mark.parametrize(
    ("kind", "told"),
    [("newsletter", "Marketing is sent once."), ("order", "What it carried was wiped when it left.")],
)
def test_what_cannot_be_sent_again_says_so(desk: Client, ada: Person, kind: str, told: str) -> None:
    row = write(ada, kind)
    Mail.objects.update(state=State.SENT)

    answer = desk.post(page("again", row), follow=True)

    assert told in answer.text
    assert letters() == []


def test_what_is_still_on_its_way_is_not_sent_twice(desk: Client, ada: Person) -> None:
    plain()
    row = write(ada)

    assert "It is still on its way." in desk.post(page("again", row), follow=True).text

    assert len(letters()) == 1


def test_a_mailbox_that_was_dead_is_tried_again_by_staff_and_written_to_when_it_answers(
    desk: Client, ada: Person
) -> None:
    plain()
    suppress(email=ada.email, scope=Suppression.Scope.ALL, reason=Suppression.Reason.BOUNCE)
    row = write(ada)
    assert letters() == []

    desk.post(page("again", row))

    assert len(letters()) == 1
    assert not is_suppressed(ada.email, "transactional")


def test_a_complaint_is_not_overruled_by_staff(desk: Client, ada: Person) -> None:
    plain()
    suppress(email=ada.email, scope=Suppression.Scope.ALL, reason=Suppression.Reason.COMPLAINT)
    row = write(ada)
    services.sweep()

    desk.post(page("again", row))

    assert letters() == []
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.SKIPPED, "suppressed")


def test_staff_see_and_send_again_only_with_the_right_to(client: Client, ada: Person) -> None:
    plain()
    row = write(ada)
    services.sweep()
    helper = factories.user("zoe", is_staff=True)
    client.force_login(helper)
    assert [client.get(page(name, row)).status_code for name in ("look", "again", "change")] == [403, 403, 403]

    helper.user_permissions.add(Permission.objects.get(codename="view_mail"))
    client.force_login(helper)
    assert [client.get(page(name, row)).status_code for name in ("look", "change")] == [200, 200]
    assert client.post(page("again", row)).status_code == 403
    assert len(letters()) == 1


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_mail_shows_in_its_frame_under_the_policy_of_the_admin(
    new_page: Callable[..., Any], client: Client, live_server: Any, ada: Person
) -> None:
    client.force_login(factories.merchant())
    row = write(ada, context={"word": "abc"})
    desk = new_page(viewport={"width": 1280, "height": 900})
    desk.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])

    desk.goto(page("look", row))

    assert "Hello: abc" in desk.frame_locator("iframe").locator("body").inner_text()
