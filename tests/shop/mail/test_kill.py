"""kill -9 of real processes while they send: at most one mail for each is unsure, and it is listed."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection

from shop.mail import services
from shop.mail.models import Mail, State
from shop.people.models import Person
from tests.smtp import Server, free_port, listening

pytestmark = [pytest.mark.postgresql, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SWEEPER = """
import django
django.setup()
from shop.mail import gate, kinds, sweeping
gate.quiet = lambda person: None
kinds.register(kinds.Kind("newsletter", kinds.MARKETING, "news", template="verify_email",
                          leave=lambda mail: "http://localhost:8000/leave", purpose="news"))
kinds.register(kinds.Kind("order", kinds.TRANSACTIONAL, "order", template="verify_email"))
sweeping.sweep()
"""
EACH, KILLS = 40, 2


@pytest.mark.parametrize("kind", ["newsletter", "order"])
def test_what_is_missing_is_listed_as_unsure_and_an_order_is_never_missing(
    ada: Person, settings: Any, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("shop.mail.gate.quiet", lambda person: None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    for number in range(EACH):
        services.enqueue(kind=kind, person=ada, occasion=str(number), language="en")
    with listening(settings.EMAIL_PORT) as server:
        for kill in range(KILLS):
            sweep_and_kill(server, after=15 * (kill + 1))
            Mail.objects.filter(state=State.CLAIMED).update(lease_until="2020-01-01T00:00:00Z")
        services.sweep()

    arrived = [str(message["Message-ID"]) for message in server.to("ada@example.org")]
    unsure = set(Mail.objects.filter(state=State.UNSURE).values_list("message_id", flat=True))
    missing = set(Mail.objects.values_list("message_id", flat=True)) - set(arrived)
    assert Mail.objects.filter(state=State.SENT).count() == EACH - len(unsure)
    assert missing <= unsure
    if kind == "order":
        assert (missing, unsure) == (set(), set())
        assert len(arrived) <= EACH + KILLS
    else:
        assert len(unsure) <= KILLS
        assert len(arrived) == len(set(arrived))


def sweep_and_kill(server: Server, *, after: int) -> None:
    """A process of its own sweeps until the server has been asked so often; then it is gone without a word."""
    database = connection.settings_dict
    login = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT'] or 5432}"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "shop.settings",
        "PROFILE": "test",
        "DATABASE_URL": f"postgres://{login}/{database['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{configured.EMAIL_PORT}",
        "REDIS_URL": "",
    }
    process = subprocess.Popen([sys.executable, "-c", SWEEPER], env=env, cwd=configured.ROOT)
    try:
        while server.asked < after and process.poll() is None:
            time.sleep(0.002)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL
