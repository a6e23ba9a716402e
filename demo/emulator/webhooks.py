"""Events on their way to the shop: signed as Stripe signs, tried again with growing pauses, or broken on demand."""

import hashlib
import hmac
import http.client
import json
import random
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from sqlite3 import Row
from typing import Any
from urllib.parse import urlsplit

from demo.emulator import agenda
from demo.emulator.clock import true_time
from demo.emulator.engine import Engine
from demo.emulator.errors import Json

TICK = 0.25
SHOWN = 500


def signature(payload: str, secret: str, moment: int) -> str:
    """The header Stripe-Signature: HMAC-SHA256 over the time, a dot and the very bytes sent."""
    digest = hmac.new(secret.encode(), f"{moment}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def send(engine: Engine, event: Json, *, secret: str = "", age: int = 0) -> tuple[int, str]:
    """Posts an event; status 0 with the reason when nobody answered. `secret` and `age` (seconds) forge it."""
    payload = json.dumps(event, indent=2)
    goal = urlsplit(engine.settings.webhook)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (emulator)",
        "Stripe-Signature": signature(payload, secret or engine.settings.secret, int(true_time()) - age),
    }
    kind = http.client.HTTPSConnection if goal.scheme == "https" else http.client.HTTPConnection
    connection = kind(goal.hostname or "127.0.0.1", goal.port, timeout=engine.post.timeout)
    try:
        path = (goal.path or "/") + (f"?{goal.query}" if goal.query else "")
        connection.request("POST", path, payload.encode(), headers)
        response = connection.getresponse()
        return response.status, response.read(SHOWN).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, f"{type(error).__name__}: {error}"[:SHOWN]
    finally:
        connection.close()


class Postman(threading.Thread):
    """Delivers what is due, one after another, and turns the pages of the agenda."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(name="postman", daemon=True)
        self.engine = engine
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            self.engine.nudge.wait(TICK)
            self.engine.nudge.clear()
            try:
                agenda.run_due(self.engine)
                while not self.ended.is_set() and self.deliver_one():
                    pass
            except Exception:
                # One event or entry that cannot be handled must not stop those after it.
                if not self.ended.is_set():
                    traceback.print_exc()

    def stop(self) -> None:
        self.ended.set()
        self.engine.nudge.set()
        self.join(timeout=2)

    def deliver_one(self) -> bool:
        """Delivers the next one that is due; False when none is, or when they are held back."""
        engine = self.engine
        if engine.post.mode != "auto" or not engine.settings.webhook:
            return False
        order = {"created": "number", "reverse": "number DESC", "shuffle": "RANDOM()"}[engine.post.order]
        due = engine.store.rows(
            f"SELECT * FROM deliveries WHERE state = 'queued' AND due <= ? ORDER BY {order} LIMIT 1",  # noqa: S608
            true_time(),
        )
        if due:
            attempt(engine, due[0])
        return bool(due)


def attempt(engine: Engine, delivery: Row) -> Json:
    """One try of one delivery; anything but 2xx is tried again after the next pause, and at last given up."""
    event = engine.get(delivery["event"], "event")
    status, answer = send(engine, event)
    attempts = delivery["attempts"] + 1
    pauses = engine.post.retry
    if 200 <= status < 300:
        state, due = "delivered", delivery["due"]
    elif attempts > len(pauses):
        state, due = "failed", delivery["due"]
    else:
        state, due = "queued", true_time() + pauses[attempts - 1]
    with engine.store.writing():
        # A reset may have emptied the table meanwhile: then this changes nothing.
        engine.store.run(
            "UPDATE deliveries SET state = ?, due = ?, attempts = ?, status = ?, answer = ? WHERE number = ?",
            *(state, due, attempts, status, answer, delivery["number"]),
        )
        if state == "delivered" and engine.store.find(event["id"]):
            engine.store.put(event | {"pending_webhooks": 0})
    return {"event": event["id"], "type": event["type"], "status": status, "answer": answer}


def deliver(engine: Engine, wanted: list[str], *, copies: int = 1, parallel: bool = False, **forged: Any) -> list[Json]:
    """Delivers these events now, in this order, each so many times; what was queued of them counts as delivered."""
    events = [engine.get(key, "event") for key in wanted for _ in range(copies)]

    def one(event: Json) -> Json:
        status, answer = send(engine, event, **forged)
        return {"event": event["id"], "type": event["type"], "status": status, "answer": answer}

    with ThreadPoolExecutor(max_workers=min(32, len(events) or 1) if parallel else 1) as hands:
        results = list(hands.map(one, events))
    if not forged:
        with engine.store.writing():
            for result in results:
                if 200 <= result["status"] < 300:
                    engine.store.run(
                        "UPDATE deliveries SET state = 'delivered', attempts = attempts + 1, status = ? "
                        "WHERE event = ?",
                        result["status"],
                        result["event"],
                    )
    return results


def queue(engine: Engine) -> list[Json]:
    """Every delivery, oldest first, with the kind of its event."""
    found = engine.store.rows(
        "SELECT d.*, json_extract(o.body, '$.type') AS type FROM deliveries d JOIN objects o ON o.id = d.event "
        "ORDER BY d.number"
    )
    return [dict(row) for row in found]


def shuffled(keys: list[str], seed: int) -> list[str]:
    """The same disorder for the same seed."""
    return random.Random(seed).sample(keys, len(keys))
