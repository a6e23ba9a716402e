"""Waking the sweep: quick when the broker is well, and no burden to anybody when it is not."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery

from shop.mail import nudges, tasks


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(nudges, "_left_alone_until", float("-inf"))
    nudges._lines.__dict__.clear()
    yield
    nudges._lines.__dict__.clear()


def through(monkeypatch: pytest.MonkeyPatch, url: str) -> Celery:
    """Let the task belong to an app with this broker."""
    app = Celery("test", broker=url, set_as_current=False)
    monkeypatch.setattr(type(tasks.sweep), "app", app, raising=False)
    return app


def test_the_message_that_wakes_says_nothing_and_ends_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(tasks.sweep, "apply_async", lambda **options: sent.append(options))

    nudges.nudge()

    [options] = sent
    assert options.pop("connection") is nudges._lines.broker
    assert options == {"retry": False, "expires": 60}


def test_a_redis_that_answers_nothing_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a limit of ours this test would not end."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = through(monkeypatch, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        assert tasks.sweep.app is app

        nudges.nudge()
        nudges.nudge()

    assert [record.levelname for record in caplog.records] == ["ERROR"]
