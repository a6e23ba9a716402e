"""Tells a worker that there is something to do. It costs the request nothing and may fail: the sweep comes anyway."""

import logging
import queue
import threading
from contextlib import suppress

log = logging.getLogger(__name__)
# One place: many events in one moment are one nudge.
_waiting: "queue.Queue[str]" = queue.Queue(maxsize=1)
_thread: threading.Thread | None = None
_start = threading.Lock()


def work_events() -> None:
    """Returns at once, whatever the broker does."""
    global _thread
    with _start:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="nudges", daemon=True)
            _thread.start()
    with suppress(queue.Full):
        _waiting.put_nowait("payment.work_events")


def _run() -> None:
    from celery import current_app

    while True:
        name = _waiting.get()
        try:
            current_app.send_task(name, queue="money", expires=300, retry=False, ignore_result=True)
        except Exception as error:
            # Broker down. The sweep finds what stands in the database.
            log.warning("No worker could be told of %s: %s", name, type(error).__name__)
