"""The rig: a database of its own, the stand-in for Stripe, and the shop in several processes that can be killed."""

import os
import secrets
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import requests

from tests.database import postgresql_template
from tests.faults.hand import Hands
from tests.faults.keeper import Keeper
from tests.ops import compose
from tests.smtp import free_port

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("FAULTS_DATABASE_URL") or os.environ.get(
    "DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres"
)
SECRET = "whsec_of_the_rig"
# Seconds until a server must answer, or a call: a machine may have ten other things to do.
DEADLINE = 180


def served(service: str, port: int = 0) -> list[str]:
    """What follows "python -m" in docker-compose.yml: a web server on this port, here with one process of two."""
    command = list(compose.read()["services"][service]["command"])[2:]
    if port:
        command[command.index("--workers") + 1] = "1"
        command = [{"8000": str(port), "0.0.0.0": "127.0.0.1"}.get(part, part) for part in command]
    return command


class House:
    """Several servers before one database, kept alive as containers are; each runs as docker-compose.yml starts it."""

    def __init__(
        self, folder: Path, processes: int, *, server: str = SERVER, env: Mapping[str, str] | None = None
    ) -> None:
        self.folder, self.name = folder, f"ricochet_faults_{os.getpid()}_{secrets.token_hex(3)}"
        self.stripe_port, self.ports = free_port(), [free_port() for _ in range(processes)]
        self.points = folder / "points"
        self.points.mkdir(parents=True)
        self.keeper = Keeper(folder, ROOT)
        parts = urlsplit(server)
        self.database_url = urlunsplit(parts._replace(path=f"/{self.name}"))
        self.env = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "VAR_DIR")} | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PROFILE": "test",
            "PYTHONPATH": str(ROOT),
            "VAR_DIR": str(folder / "var"),
            "DATABASE_URL": self.database_url,
            "SITE_URL": f"http://127.0.0.1:{self.ports[0]}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "STRIPE_SECRET_KEY": "sk_test_rig",
            "STRIPE_PUBLISHABLE_KEY": "pk_test_rig",
            "STRIPE_WEBHOOK_SECRET": SECRET,
            "STRIPE_API_BASE": f"http://127.0.0.1:{self.stripe_port}",
            "FAULT_POINTS": str(self.points),
            **(env or {}),
        }
        self.hands = Hands(folder / "hand.log", ROOT, self.env)

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    def start(self) -> None:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{postgresql_template(SERVER)}"')
        self.manage("createcachetable")
        self.open()

    def open(self) -> None:
        """Starts the stand-in and every server, and waits until they answer."""
        python, stripe = [sys.executable, "-m"], ["demo.emulator", "--port", str(self.stripe_port)]
        stripe += ["--dir", str(self.folder / "stripe"), "--webhook", f"{self.addresses[0]}/webhooks/stripe/"]
        self.keep("stripe", *python, *stripe, "--secret", SECRET, "--processing-seconds", "1")
        for port in self.ports:
            self.keep(f"web-{port}", *python, *served("web", port))
        self.wait_for(f"http://127.0.0.1:{self.stripe_port}/_control/health")
        for address in self.addresses:
            self.wait_for(f"{address}/healthz", any_answer=True)

    def keep(self, name: str, *command: str) -> None:
        """Starts a process of the shop, and again whenever it ends."""
        self.keeper.keep(name, *command, env=self.env)

    def stop(self) -> None:
        self.keeper.close()
        self.hands.close()
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def manage(self, *arguments: str) -> str:
        """A command of manage.py; what it printed. Raises AssertionError when it fails."""
        return self.hands.do(command=arguments)

    def shell(self, code: str) -> str:
        """Runs code in the shop, in a process of its own; what it printed."""
        return self.hands.do(code=code)

    def sweep(self) -> None:
        """What beat would wake within minutes, now: payments, pending orders, refunds."""
        self.shell(
            "from shop.payment import services as payments; from shop.checkout import services as checkout\n"
            "payments.work_events(); payments.reconcile(); checkout.sweep(); payments.reconcile()"
        )

    def health(self) -> str:
        """What the shop says of itself."""
        return requests.get(f"{self.addresses[0]}/healthz", timeout=DEADLINE).text

    def audit(self) -> None:
        """Everything that is stored twice agrees. Raises AssertionError with the differences."""
        self.manage("audit")

    def stripe(self, kind: str) -> list[dict[str, Any]]:
        """Objects of the stand-in, newest first: payment_intents, refunds."""
        answer = requests.get(
            f"http://127.0.0.1:{self.stripe_port}/v1/{kind}?limit=100",
            headers={"Authorization": "Bearer sk_test_rig"},
            timeout=DEADLINE,
        )
        return list(answer.json()["data"])

    def control(self, name: str, /, **given: Any) -> Any:
        """Asks the stand-in for Stripe (demo/emulator/README.md); without words a GET."""
        url = f"http://127.0.0.1:{self.stripe_port}/_control/{name}"
        answer = requests.post(url, json=given, timeout=DEADLINE) if given else requests.get(url, timeout=DEADLINE)
        answer.raise_for_status()
        return answer.json()

    def arm(self, point: str) -> None:
        (self.points / point).touch()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What stands in the database, asked without the shop."""
        with psycopg.connect(self.database_url) as database:
            return database.execute(sql, values or None).fetchall()

    def execute(self, sql: str, *values: Any) -> None:
        """Changes rows behind the shop's back: time that passes."""
        with psycopg.connect(self.database_url, autocommit=True) as database:
            database.execute(sql, values or None)

    def wait_for(self, address: str, *, any_answer: bool = False) -> None:
        ends = time.monotonic() + DEADLINE
        while time.monotonic() < ends:
            with suppress(OSError):
                try:
                    with urllib.request.urlopen(address, timeout=5):
                        return
                except urllib.request.HTTPError:
                    if any_answer:
                        return
            time.sleep(0.1)
        raise AssertionError(f"{address} does not answer.\n{self.keeper.said()}")


@contextmanager
def open_house(folder: Path, processes: int = 2) -> Iterator[House]:
    """A running rig; everything it started ends with it."""
    house = House(folder, processes)
    try:
        house.start()
        yield house
    finally:
        house.stop()
