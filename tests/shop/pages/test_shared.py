"""A shared part is made once, answered from memory, and never a moment too long."""

import gzip
from datetime import UTC, datetime, timedelta

import brotli
import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from shop.pages import holes, shared, versions
from shop.pages.memory import Memory
from shop.pages.shared import Built

pytestmark = pytest.mark.django_db


class Kitchen:
    """Counts how often a page is made."""

    def __init__(self, html: str = "<p>page</p>", valid_until: datetime | None = None) -> None:
        self.made, self.html, self.valid_until = 0, html, valid_until

    def __call__(self) -> Built:
        self.made += 1
        return Built(self.html, self.valid_until)


def get(kitchen: Kitchen, *, name: str = "p", cookies: dict[str, str] | None = None, **headers: str) -> HttpResponse:
    request: HttpRequest = RequestFactory().get("/fr/p/x/", headers=headers)
    request.COOKIES.update(cookies or {})
    request.user = AnonymousUser()
    return shared.respond(request, name=name, depends_on=["thing"], build=kitchen)


def test_a_page_is_made_once_and_then_costs_at_most_one_statement() -> None:
    kitchen = Kitchen()
    get(kitchen)

    with CaptureQueriesContext(connection) as statements:
        response = get(kitchen)

    assert response.content == b"<p>page</p>"
    assert kitchen.made == 1
    assert len(statements) <= 1


def test_a_new_version_of_what_it_shows_makes_it_anew() -> None:
    kitchen = Kitchen()
    get(kitchen)

    versions.bump_now("something else")
    get(kitchen)
    assert kitchen.made == 1

    versions.bump_now("thing")
    get(kitchen)
    assert kitchen.made == 2

    versions.bump_now("catalog")
    get(kitchen)
    assert kitchen.made == 3


def test_a_change_during_the_making_makes_it_anew_at_the_next_request() -> None:
    kitchen = Kitchen()

    def make_while_it_changes() -> Built:
        versions.bump_now("thing")
        return kitchen()

    request = RequestFactory().get("/fr/")
    shared.respond(request, name="p", depends_on=["thing"], build=make_while_it_changes)
    get(kitchen)

    assert kitchen.made == 2


def test_a_page_ends_at_its_next_dated_boundary() -> None:
    start = datetime(2026, 11, 21, 12, tzinfo=UTC)
    kitchen = Kitchen(valid_until=start + timedelta(minutes=10))
    with time_machine.travel(start, tick=False) as traveller:
        get(kitchen)
        traveller.shift(timedelta(minutes=9, seconds=59))
        get(kitchen)
        assert kitchen.made == 1
        traveller.shift(timedelta(seconds=1))
        get(kitchen)
        assert kitchen.made == 2


def test_each_language_has_its_own() -> None:
    kitchen = Kitchen()
    get(kitchen)
    with translation.override("en"):
        get(kitchen)

    assert kitchen.made == 2


def test_strangers_get_it_compressed_and_a_tag_that_spares_the_second_time() -> None:
    kitchen = Kitchen("<p>page</p>" * 50)

    zipped = get(kitchen, **{"Accept-Encoding": "gzip"})
    shorter = get(kitchen, **{"Accept-Encoding": "gzip, br"})
    again = get(kitchen, **{"If-None-Match": zipped["ETag"]})

    assert gzip.decompress(zipped.content).decode() == kitchen.html
    assert brotli.decompress(shorter.content).decode() == kitchen.html
    assert (again.status_code, again.content) == (304, b"")
    assert zipped["Cache-Control"] == "private, no-cache"


def test_a_hole_is_filled_for_each_person_and_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holes, "_fillers", {"name": lambda request: request.COOKIES.get("name", "nobody")})
    monkeypatch.setattr(holes, "_cookies", {"name"})
    kitchen = Kitchen(f"<p>{holes.mark('name')}</p>")

    answers = [get(kitchen, cookies=cookies) for cookies in ({"name": "ada"}, {}, {"name": "ben"})]

    assert [answer.content.decode() for answer in answers] == ["<p>ada</p>", "<p>nobody</p>", "<p>ben</p>"]
    assert [answer["Cache-Control"] for answer in answers] == [
        "private, no-store",
        "private, no-cache",
        "private, no-store",
    ]
    assert kitchen.made == 1


def test_a_personal_page_is_never_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holes, "_cookies", {"name"})

    response = get(Kitchen(), cookies={"name": "ada"}, **{"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in response
    assert response.content == b"<p>page</p>"


def test_a_hole_whose_room_is_gone_stays_empty() -> None:
    assert get(Kitchen(f"<p>{holes.mark('gone')}</p>")).content == b"<p></p>"


class Bytes:
    def __init__(self, size: int) -> None:
        self.size = size


def test_memory_lets_the_least_recently_used_go() -> None:
    memory: Memory[Bytes] = Memory(80)
    for key in "abcdefgh":
        memory.put(key, Bytes(10))
    memory.get("a")

    memory.put("i", Bytes(10))

    assert memory.get("a") is not None
    assert memory.get("b") is None
    assert memory.used == 80


def test_memory_keeps_nothing_that_would_push_out_the_rest() -> None:
    memory: Memory[Bytes] = Memory(80)
    memory.put("a", Bytes(11))

    assert memory.get("a") is None
    assert memory.used == 0


def test_putting_again_counts_once() -> None:
    memory: Memory[Bytes] = Memory(80)
    memory.put("a", Bytes(8))
    memory.put("a", Bytes(10))

    assert memory.used == 10
