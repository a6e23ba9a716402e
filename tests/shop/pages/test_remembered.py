"""What a process remembers holds as long as its versions; a request asks for versions once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from shop.pages import versions
from shop.pages.remembered import remembered

pytestmark = pytest.mark.django_db


def test_a_thing_is_built_once_until_its_version_changes() -> None:
    built: list[int] = []

    def ask() -> int:
        return remembered("thing", ["menu"], lambda: built.append(1) or len(built))

    assert [ask(), ask()] == [1, 1]
    versions.bump_now("other")
    assert ask() == 1
    versions.bump_now("menu")
    assert ask() == 2
    with translation.override("en"):
        assert ask() == 3


def test_a_thing_ends_at_its_boundary() -> None:
    start = datetime(2026, 11, 21, 12, tzinfo=UTC)
    built: list[int] = []

    def ask() -> int:
        end = start + timedelta(hours=1)
        return remembered("dated", [], lambda: built.append(1) or len(built), valid_until=lambda thing: end)

    with time_machine.travel(start, tick=False) as traveller:
        assert [ask(), ask()] == [1, 1]
        traveller.shift(timedelta(hours=1))
        assert ask() == 2


def test_one_request_asks_for_versions_once_and_sees_its_own_changes() -> None:
    versions.read(["catalog", "shelf", "content", "product:1"])
    with versions.one_look():
        with CaptureQueriesContext(connection) as statements:
            first = versions.read(["product:1"])
            versions.read(["shelf"])
            versions.read(["content", "product:1"])
        assert sum('"cache"' in query["sql"] for query in statements.captured_queries) <= 2

        versions.bump_now("product:1")
        assert versions.read(["product:1"]) != first


def test_a_version_is_believed_for_a_tenth_of_a_second_and_changes_made_here_show_at_once() -> None:
    versions.read(["shelf"])
    with CaptureQueriesContext(connection) as statements:
        first = versions.read(["shelf"])
    assert len(statements) == 0
    assert versions.GLANCE == 0.1

    versions.bump_now("shelf")
    assert versions.read(["shelf"]) != first


def test_a_change_made_elsewhere_is_seen_once_the_glance_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    first = versions.read(["shelf"])
    for name in ("shelf", versions.ANY):
        cache.set(versions.PREFIX + name, "made elsewhere", timeout=None)
    assert versions.read(["shelf"]) == first

    assert versions.fresh(["shelf"]) == {"shelf": "made elsewhere"}
    monkeypatch.setattr(versions, "GLANCE", 0.0)
    assert versions.read(["shelf"]) == {"shelf": "made elsewhere"}
