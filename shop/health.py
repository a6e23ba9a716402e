"""Is the shop well? `/healthz` tells the state of database, broker and worker, cheaply and without secrets.

The worker is not asked: it leaves a sign in the cache every few seconds, and the sign fades when it stops.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from celery.signals import heartbeat_sent, worker_ready
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

State = Literal["ok", "failed", "starting", "missing"]
SIGN = "health:worker"
# A sign every 20 seconds, believed for 90: a worker may be busy for a minute and is still there.
SIGN_EVERY, SIGN_LASTS = 20.0, 90.0
STARTED = time.monotonic()


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all asked for are well or still starting, else 503. `?of=database,broker` asks for these only."""
    asked = [name for name in request.GET.get("of", "").split(",") if name in CHECKS] or list(CHECKS)
    states = {name: CHECKS[name]() for name in asked}
    well = all(state in ("ok", "starting") for state in states.values())
    answer: dict[str, Any] = {name: {"state": state} for name, state in states.items()}
    return JsonResponse({"status": "ok" if well else "failed"} | answer, status=200 if well else 503)


def database_state() -> State:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Exception:
        return "failed"
    return "ok"


def broker_state() -> State:
    """Whether messages can be left for the worker."""
    if settings.CELERY_BROKER_URL.startswith("filesystem"):
        folder = Path(settings.BROKER_DIR) / "queue"
        return "ok" if os.access(folder, os.W_OK | os.X_OK) else "failed"
    from redis import Redis

    try:
        # max_connections is not set: the pool lives as long as this one question.
        with Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=1, socket_connect_timeout=1) as broker:
            broker.ping()
    except Exception:
        return "failed"
    return "ok"


def worker_state() -> State:
    """Whether a worker has given a sign lately; at the start of the shop there is none yet."""
    with suppress(Exception):
        if cache.get(SIGN):
            return "ok"
    return "starting" if time.monotonic() - STARTED < SIGN_LASTS else "missing"


CHECKS: dict[str, Callable[[], State]] = {"database": database_state, "broker": broker_state, "worker": worker_state}

_last_sign = float("-inf")


@worker_ready.connect(dispatch_uid="health.ready")
@heartbeat_sent.connect(dispatch_uid="health.heartbeat")
def leave_sign(**kwargs: Any) -> None:
    """Called by the worker's main process every two seconds; a queue full of work does not delay it."""
    global _last_sign
    if time.monotonic() - _last_sign < SIGN_EVERY:
        return
    # A worker does not end because the cache is away for a moment: the missing sign says it.
    with suppress(Exception):
        cache.set(SIGN, True, SIGN_LASTS)
        _last_sign = time.monotonic()
    # The worker's children are forked from this process and must not inherit an open connection.
    connection.close()
