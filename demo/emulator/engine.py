"""What every part of the emulator is handed: memory, clock, ids, the news it announces."""

import secrets
import string
import threading
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from demo.emulator.clock import Clock, true_time
from demo.emulator.errors import Json, no_such
from demo.emulator.faults import Faults
from demo.emulator.store import Store

# The version that stripe-python of the lock speaks; a test compares.
API_VERSION = "2026-10-28.endive"
LETTERS = string.ascii_letters + string.digits


@dataclass
class Settings:
    """What the command line says. Seconds are true ones, but `processing_seconds` goes by the emulator's clock."""

    webhook: str = ""
    secret: str = "whsec_emulator"  # noqa: S105  the emulator's own, guards nothing
    public_url: str = ""
    seed: str = ""
    processing_seconds: int = 20
    refund_seconds: int = 20


@dataclass
class PostRoom:
    """How events leave: `mode` auto or hold; `order` created, reverse or shuffle; `drop` names kinds never sent."""

    mode: str = "auto"
    order: str = "created"
    delay: float = 0.0
    copies: int = 1
    drop: list[str] = field(default_factory=list)
    retry: list[float] = field(default_factory=lambda: [1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0])
    timeout: float = 10.0


class Caller(threading.local):
    """The request that this thread is answering: events name it."""

    request: str | None = None
    key: str | None = None
    origin: str = "http://127.0.0.1"


class Engine:
    """One emulator."""

    def __init__(self, folder: Path | str, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.store = Store(folder if folder == ":memory:" else Path(folder) / "emulator.sqlite3")
        self.clock = Clock(int(self.store.setting("offset", "0")))
        self.post = PostRoom()
        self.faults = Faults()
        self.caller = Caller()
        self.nudge = threading.Event()
        self.next_refunds: list[str] = []

    def now(self) -> int:
        return self.clock.now()

    def advance(self, seconds: int) -> None:
        """Moves the clock, for good."""
        self.clock.offset += seconds
        with self.store.writing():
            self.store.set("offset", str(self.clock.offset))
        self.nudge.set()

    def reset(self) -> None:
        """Forgets everything: objects, keys, events, faults, the clock's offset."""
        self.store.empty()
        self.clock.offset = 0
        self.post, self.next_refunds = PostRoom(), []
        self.faults.clear()

    def new_id(self, prefix: str, length: int = 24) -> str:
        """A new id: by chance, or the same in each run when there is a seed."""
        if not self.settings.seed:
            return prefix + "".join(secrets.choice(LETTERS) for _ in range(length))
        number = int(self.store.setting("ids", "0")) + 1
        self.store.set("ids", str(number))
        return prefix + "".join(Random(f"{self.settings.seed} {number}").choices(LETTERS, k=length))

    @staticmethod
    def request_id() -> str:
        """Names a call. By chance even with a seed: how often somebody asks must not change what is made."""
        return "req_" + "".join(secrets.choice(LETTERS) for _ in range(14))

    def get(self, key: str, kind: str, param: str = "") -> Json:
        """An object of this kind. Raises ApiError: 404, or 400 when it was named by a parameter."""
        found = self.store.find(key, kind)
        if found is None:
            refusal = no_such(kind, key, param or kind.split(".")[-1])
            refusal.status = 400 if param else 404
            raise refusal
        return found

    def emit(self, kind: str, thing: Json) -> Json:
        """Announces what happened to an object, as it now is, to the shop's webhook."""
        event: Json = {
            "id": self.new_id("evt_"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self.now(),
            "data": {"object": thing},
            "livemode": False,
            "pending_webhooks": 1 if self.settings.webhook else 0,
            "request": {"id": self.caller.request, "idempotency_key": self.caller.key},
            "type": kind,
        }
        self.store.put(event)
        state = "dropped" if any(matches(kind, pattern) for pattern in self.post.drop) else "queued"
        for _ in range(self.post.copies):
            self.store.run(
                "INSERT INTO deliveries (event, state, due) VALUES (?, ?, ?)",
                event["id"],
                state,
                true_time() + self.post.delay,
            )
        self.nudge.set()
        return event

    def plan(self, seconds: int, verb: str, target: str) -> None:
        """Writes into the agenda what happens by itself later (agenda.py)."""
        self.store.run("INSERT INTO agenda (due, verb, target) VALUES (?, ?, ?)", self.now() + seconds, verb, target)


def matches(kind: str, pattern: str) -> bool:
    return pattern in ("*", kind) or (pattern.endswith(".*") and kind.startswith(pattern[:-1]))
