"""/healthz: the state of database, broker and worker, and nothing else about the house."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from shop import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.delete(health.SIGN)
    monkeypatch.setattr(health, "_last_sign", float("-inf"))
    # The sign closes the worker's connection; the test's own must stay open.
    monkeypatch.setattr(health.connection, "close", lambda: None)


def ask(client: Client, query: str = "") -> tuple[int, dict[str, Any]]:
    answer = client.get(f"/healthz{query}")
    return answer.status_code, answer.json()


def test_all_is_well_when_a_worker_has_given_a_sign(client: Client) -> None:
    health.leave_sign()
    ok = {"state": "ok"}
    assert ask(client) == (200, {"status": "ok", "database": ok, "broker": ok, "worker": ok})


def test_at_the_start_the_worker_may_still_be_coming(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "STARTED", health.time.monotonic())
    assert ask(client, "?of=worker") == (200, {"status": "ok", "worker": {"state": "starting"}})


def test_a_worker_without_a_sign_is_missing_after_a_while(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "STARTED", health.time.monotonic() - health.SIGN_LASTS - 1)
    assert ask(client, "?of=worker") == (503, {"status": "failed", "worker": {"state": "missing"}})


def test_a_web_server_asks_for_its_own_needs_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "STARTED", health.time.monotonic() - health.SIGN_LASTS - 1)
    status, answer = ask(client, "?of=database,broker,nonsense")
    assert (status, list(answer)) == (200, ["status", "database", "broker"])


def test_a_database_that_does_not_answer_is_said_without_its_error(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError("connection to 10.0.0.5 as shop with password secret refused")

    monkeypatch.setattr(health.connection, "cursor", refuse)
    assert ask(client, "?of=database") == (503, {"status": "failed", "database": {"state": "failed"}})


def test_a_broker_that_is_not_there_is_said(client: Client, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert ask(client, "?of=broker") == (503, {"status": "failed", "broker": {"state": "failed"}})
    settings.CELERY_BROKER_URL = "filesystem://"
    settings.BROKER_DIR = "/no/such/folder"
    assert ask(client, "?of=broker") == (503, {"status": "failed", "broker": {"state": "failed"}})


def test_the_worker_leaves_a_sign_now_and_then_only(monkeypatch: pytest.MonkeyPatch) -> None:
    health.leave_sign()
    cache.delete(health.SIGN)
    health.leave_sign()
    assert cache.get(health.SIGN) is None
    monkeypatch.setattr(health, "_last_sign", health.time.monotonic() - health.SIGN_EVERY)
    health.leave_sign()
    assert cache.get(health.SIGN) is True


def test_a_sign_that_cannot_be_left_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(health.cache, "set", refuse)
    health.leave_sign()
    assert health._last_sign == float("-inf")


def test_the_answer_is_never_kept_and_costs_two_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    health.leave_sign()
    with django_assert_max_num_queries(2):
        answer = client.get("/healthz")
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}


def test_nothing_but_reading_is_answered(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
