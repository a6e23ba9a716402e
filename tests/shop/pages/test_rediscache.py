"""Redis away: an empty cache, no error, pages anew at every look, and nothing stale when it is back."""

import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import RequestFactory

from shop.cart import guessing
from shop.cart.models import Basket
from shop.pages import rediscache, versions
from shop.payment import limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[rediscache.Cache]:
    """The shop's cache is a Redis on a port that nobody listens on."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        made = rediscache.Cache(f"redis://127.0.0.1:{nobody.getsockname()[1]}/0", {})
        kept = caches["default"]
        caches["default"] = made
        rediscache.forget()
        yield made
        caches["default"] = kept
        rediscache.forget()


def test_a_redis_that_is_away_is_an_empty_cache_and_holds_nobody_up(away: rediscache.Cache) -> None:
    away.set("a", 1)
    away.delete("a")
    away.delete_many(["a"])

    assert (away.get("a"), away.get("a", "otherwise"), away.get_many(["a", "b"])) == (None, "otherwise", {})
    assert (away.has_key("a"), away.touch("a")) == (False, False)
    assert away.set_many({"a": 1, "b": 2}) == ["a", "b"]
    with pytest.raises(ValueError, match="not found"):
        away.incr("a")


def test_a_lock_taken_in_it_lets_everybody_in(away: rediscache.Cache) -> None:
    assert [away.add("lock", True), away.add("lock", True)] == [True, True]


def test_an_outage_is_said_once_a_minute_and_redis_left_alone_for_a_second(
    away: rediscache.Cache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now, asked = [1_000.0], []
    monkeypatch.setattr(rediscache.time, "monotonic", lambda: now[0])

    def refuse(self: Any, key: str, default: Any) -> Any:
        asked.append(now[0])
        raise rediscache.Unreachable

    monkeypatch.setattr("django.core.cache.backends.redis.RedisCacheClient.get", refuse)
    for moment in (1_000.0, 1_000.9, 1_001.1, 1_059.0, 1_061.0):
        now[0] = moment
        away.get("a")

    assert asked == [1_000.0, 1_001.1, 1_059.0, 1_061.0]
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2


def test_without_it_nothing_is_believed_and_pages_are_made_anew(
    away: rediscache.Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "GLANCE", 0.0)
    seen = [versions.read(["shelf"])["shelf"] for _look in range(3)]
    assert len(set(seen)) == 3

    with versions.one_look():
        assert versions.read(["shelf"]) == versions.read(["shelf"])


def test_what_changed_while_it_was_away_shows_when_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis comes back with the versions from before the outage: a page made then must not be right again."""
    monkeypatch.setattr(versions, "GLANCE", 0.0)
    before = versions.read(["catalog", "shelf"])
    assert versions.read(["catalog", "shelf"]) == before

    class Away:
        def __getattr__(self, name: str) -> Any:
            answers: dict[str, Any] = {"get_many": {}, "add": True, "get": None, "set_many": ["all of them"]}
            return lambda *args, **kwargs: answers[name]

    with monkeypatch.context() as outage:
        outage.setattr(versions, "cache", Away())
        versions.bump_now("shelf")

    after = versions.read(["catalog", "shelf"])
    assert after["shelf"] == before["shelf"], "nobody could be told"
    assert after["catalog"] != before["catalog"], "so everything is new"
    assert versions.read(["catalog", "shelf"]) == after


def test_who_only_looked_while_it_was_away_renews_everything_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "GLANCE", 0.0)
    before = versions.read(["catalog"])
    with monkeypatch.context() as outage:
        outage.setattr(versions.cache, "get_many", lambda keys: {}, raising=False)
        outage.setattr(versions.cache, "get", lambda key: None, raising=False)
        versions.read(["catalog"])

    assert versions.read(["catalog"]) != before


def test_codes_are_not_tried_while_nobody_counts_and_payments_begin(away: rediscache.Cache) -> None:
    request = RequestFactory().post("/fr/basket/code/")
    with pytest.raises(guessing.TooManyTries, match="Réessayez"), guessing.counted(request, Basket(pk=1)):
        raise AssertionError("tried")

    assert limits.may_begin(request, who="1") is True
