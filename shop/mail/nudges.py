"""Waking the sweep at once when a mail has been written. The row is the truth: a nudge may be lost."""

import logging
import threading
import time
from typing import Any

from django.db import transaction

log = logging.getLogger(__name__)

# Seconds: how long a caller waits for the broker, and how long a broker that failed is left alone.
PATIENCE, REST = 0.5, 30.0
_left_alone_until = float("-inf")
# A connection for each thread, apart from those of other tasks: the worker's must not have such a short breath.
_lines = threading.local()


def after_commit() -> None:
    """Nudge once when the transaction is through, however many mails it wrote."""
    connection = transaction.get_connection()
    if not any(waiting[1] is nudge for waiting in connection.run_on_commit):
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Wake a sweep. A broker that is down costs half a second once in half a minute, and a line in the log."""
    global _left_alone_until
    if time.monotonic() < _left_alone_until:
        return
    try:
        _publish()
    except Exception:
        _lines.__dict__.clear()
        _left_alone_until = time.monotonic() + REST
        log.exception("The mail sweep could not be woken; it wakes by itself within a minute.")


def _publish() -> None:
    from shop.mail.tasks import sweep

    app = sweep.app
    if not hasattr(_lines, "broker"):
        options: dict[str, Any] = dict(app.conf.broker_transport_options or {})
        if str(app.conf.broker_url).startswith("redis"):
            options |= {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
        options |= {"max_retries": 0, "interval_start": 0, "interval_step": 0}
        _lines.broker = app.connection_for_write(connect_timeout=PATIENCE, transport_options=options)
    # A sweep that nobody ran within a minute is not worth running: beat has woken another.
    sweep.apply_async(connection=_lines.broker, retry=False, expires=60)  # type: ignore[call-arg]
