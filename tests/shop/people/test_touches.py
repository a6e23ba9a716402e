"""Links that brought somebody: they lead inside the shop only, count without knowing who, and stand in no cache."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, models
from django.test import Client

from shop.pages import versions
from shop.people import touches
from shop.people.exceptions import TargetOutside
from shop.people.models import Person, TouchDay, TouchLink
from shop.people.services import erase, make_link, merge
from tests.pages import addresses

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/150.0"}
NOON = datetime.fromisoformat("2026-11-24T12:00:00+01:00")


def print_link(**more: Any) -> TouchLink:
    return make_link(target="/fr/p/affiche-phare/", kind="share", **more)


def follow(token: str, **headers: str) -> Any:
    return Client().get(f"/r/{token}", headers=BROWSER | headers)


def counts() -> list[tuple[date, int]]:
    return list(TouchDay.objects.order_by("day").values_list("day", "count"))


def test_a_link_leads_to_its_page_and_the_token_goes_along_in_the_address() -> None:
    link = make_link(target="/fr/p/affiche-phare/?v=A3#story", kind="share")

    answer = follow(link.token)

    assert answer.status_code == 302
    assert answer["Location"] == f"/fr/p/affiche-phare/?v=A3&via={link.token}#story"
    assert answer.cookies == {}
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_token_in_the_target_gives_way_to_that_of_the_link() -> None:
    link = make_link(target="/fr/?via=another", kind="share")

    assert follow(link.token)["Location"] == f"/fr/?via={link.token}"


@pytest.mark.parametrize("token", ["unknown", "x" * 64, "x" * 65, "é", "%00x", "<script>", "' or 1=1 --"])
def test_what_is_no_token_leads_home_without_one(token: str) -> None:
    print_link()

    answer = Client().get("/r/" + token.replace("%00", "%01"), headers=BROWSER)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert counts() == []


def test_a_link_whose_time_is_over_leads_home() -> None:
    with time_machine.travel(NOON, tick=False):
        link = print_link(expires_at=NOON)
        later = print_link(expires_at=NOON + timedelta(seconds=1))

        assert follow(link.token)["Location"] == "/"
        assert follow(later.token)["Location"] == f"/fr/p/affiche-phare/?via={later.token}"
        assert counts() == [(date(2026, 11, 24), 1)]


@pytest.mark.parametrize(
    "target",
    [
        *(
            "",
            "fr/",
            "//evil.example",
            "///evil.example",
            "////evil.example/%2f..",
            "/\\evil.example",
            "\\\\evil.example",
        ),
        *("/\t/evil.example", "/\n/evil.example", "\t//evil.example", "/fr/\\evil.example"),
        *(
            "https://evil.example/fr/",
            "http:evil.example",
            "https:/evil.example",
            "//evil.example/fr/",
            "ftp://evil/fr/",
        ),
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "mailto:a@b.example"),
        *("/admin/", "/r/abc", "/webhooks/stripe/", "/healthz", "/media/x", "/language/setlang/?next=//evil.example"),
        *("/french/", "/fr", "@evil.example", "/%09/evil.example", "/fr/\r\nLocation: //evil.example", "/fr/\u2028x"),
    ],
)
def test_a_link_to_anywhere_but_a_page_of_the_shop_is_refused_and_one_smuggled_in_leads_home(target: str) -> None:
    with pytest.raises(TargetOutside):
        make_link(target=target, kind="share")
    assert TouchLink.objects.count() == 0

    TouchLink.objects.create(token="smuggled", target=target, kind="share")
    assert follow("smuggled")["Location"] == "/"


def test_a_target_with_a_nul_in_it_is_refused() -> None:
    with pytest.raises(TargetOutside):
        make_link(target="/fr/\x00", kind="share")
    assert TouchLink.objects.count() == 0


def test_each_day_has_its_count_and_nothing_about_who_came() -> None:
    with time_machine.travel(NOON, tick=False):
        link = print_link()
        follow(link.token)
        follow(link.token)
    # A day begins in Paris: an hour before midnight in UTC it is the next one there.
    with time_machine.travel(datetime.fromisoformat("2026-11-24T23:30:00+00:00"), tick=False):
        follow(link.token)

    assert counts() == [(date(2026, 11, 24), 2), (date(2026, 11, 25), 1)]
    assert {field.name for field in TouchDay._meta.get_fields()} == {"id", "link", "day", "count"}
    kept = [field for field in TouchLink._meta.get_fields() if isinstance(field, models.Field)]
    assert {field.name for field in kept} == {"id", "token", "target", "kind", "owner", "created_at", "expires_at"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"X-Purpose": "preview"},
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "WhatsApp/2.24 A"},
    ],
)
def test_what_nobody_follows_is_led_on_and_not_counted(headers: dict[str, str]) -> None:
    link = print_link()

    assert follow(link.token, **headers)["Location"] == f"/fr/p/affiche-phare/?via={link.token}"
    assert counts() == []


def test_a_head_is_answered_and_not_counted_and_a_post_is_refused() -> None:
    link = print_link()

    assert Client().head(f"/r/{link.token}", headers=BROWSER).status_code == 302
    assert Client().post(f"/r/{link.token}", headers=BROWSER).status_code == 405
    assert counts() == []


def test_a_visitor_is_led_on_when_the_count_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    link = print_link()

    def fails(*args: object, **kwargs: object) -> int:
        raise DatabaseError("database is locked")

    monkeypatch.setattr("django.db.models.query.QuerySet.update", fails)

    assert follow(link.token)["Location"] == f"/fr/p/affiche-phare/?via={link.token}"


def test_a_token_is_taken_over_only_while_it_is_known() -> None:
    link, over = print_link(), print_link(expires_at=NOON)
    long = TouchLink.objects.create(token="x" * 64, target="/", kind="share")

    with time_machine.travel(NOON, tick=False):
        assert touches.clean(link.token) == link.token
        assert touches.clean(long.token) == "x" * 64
        given: list[Any] = [over.token, "", "unknown", "x" * 65, link.token + " ", "é" * 12, None, ["a"], 5, "a\x00b"]
        assert [touches.clean(token) for token in given] == [""] * len(given)
        assert touches.valid(link.token)
        assert not touches.valid(over.token)


def test_two_links_never_share_a_token() -> None:
    tokens = {print_link().token for _ in range(50)}

    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {12}


@pytest.mark.parametrize("path", ["/fr/p/affiche-phare/", "/fr/c/affiches/", "/fr/", "/fr/search/?q=phare"])
def test_a_shared_page_is_the_same_with_and_without_the_token(path: str) -> None:
    addresses.furnish()
    link = print_link()
    query = "&" if "?" in path else "?"

    # The one with the token first: it is that page which is kept for the others.
    brought = Client().get(f"{path}{query}via={link.token}")
    versions.forget()
    plain = Client().get(path)

    assert brought.status_code == plain.status_code == 200
    assert link.token not in plain.text
    assert link.token not in brought.text
    assert brought.cookies == {}


def test_a_link_outlives_its_owner_and_is_nobodys_then() -> None:
    ada = Person.objects.create(email="ada@example.org")
    link = print_link(owner=ada)

    erase(person=ada)
    link.refresh_from_db()

    assert link.owner is None
    assert follow(link.token).status_code == 302


def test_links_of_two_persons_who_are_one_are_theirs() -> None:
    ada, guest = Person.objects.create(), Person.objects.create(email="ada@example.org")
    link = print_link(owner=guest)

    merge(into=ada, gone=guest, proven="ada@example.org")

    link.refresh_from_db()
    assert link.owner == ada
