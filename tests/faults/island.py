"""A house with everything of its own: PostgreSQL, Redis, a mail server, a worker and beat; each can be broken."""

import email
import email.policy
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.house import DEADLINE, SERVER, House, free_port, served
from tests.faults.keeper import Keeper
from tests.faults.servers import Postgres, RedisServer


class Island(House):
    """What `house` is, and `database`, `redis`, the mail server ("smtp"), "worker" and "beat" of its keeper."""

    def __init__(self, folder: Path) -> None:
        (folder / "servers").mkdir(parents=True)
        self.below = Keeper(folder / "servers", folder)
        self.database, self.redis = Postgres(self.below), RedisServer(self.below)
        self.letters, self.smtp_port = folder / "letters", free_port()
        self.letters.mkdir()
        env = {"REDIS_URL": self.redis.url, "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}"}
        super().__init__(folder, 2, server=self.database.url, env=env)

    def start(self) -> None:
        self.database.start()
        self.redis.start()
        self.database.fill(self.name, like=SERVER)
        self.below.keep("smtp", *self.python("tests.smtp", str(self.smtp_port), str(self.letters)), env=self.env)
        self.open()
        self.keep("worker", *self.python(*served("worker"), "--hostname", f"{self.name}@localhost"))
        plan = str(self.folder / "beat-schedule")
        self.keep(
            "beat", *self.python(*(plan if part == "/srv/var/beat-schedule" else part for part in served("beat")))
        )
        self.until(lambda: '"worker": {"state": "ok"}' in self.health(), "a sign of the worker")

    def stop(self) -> None:
        self.keeper.close()
        self.hands.close()
        self.below.close()
        self.database.remove()

    def python(self, *module: str) -> list[str]:
        return [sys.executable, "-m", *module]

    def letters_to(self, address: str) -> list[str]:
        """The Message-IDs of what lies in one mailbox, oldest first."""
        found = []
        for path in sorted(self.letters.glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if message["To"] == address:
                found.append(str(message["Message-ID"]))
        return found

    def break_mail(self, fault: str) -> None:
        """What the mail server does with the next recipients (tests/smtp.py); "": nothing any more."""
        (self.letters / "fault").write_text(fault)

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        ends = time.monotonic() + DEADLINE
        while not is_so():
            assert time.monotonic() < ends, f"{what} did not come\n{self.keeper.said()}"
            time.sleep(0.2)


@contextmanager
def open_island(folder: Path) -> Iterator[Island]:
    """A running island; everything it started ends with it."""
    island = Island(folder)
    try:
        island.start()
        yield island
    finally:
        island.stop()
