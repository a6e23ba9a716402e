"""A PostgreSQL and a Redis of the rig's own, to be broken and mended: those of the machine serve others."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from tests.database import postgresql_template
from tests.faults.keeper import Keeper
from tests.smtp import free_port

PROGRAMS = ("initdb", "postgres", "pg_dump", "psql")


def folder_of_programs() -> Path | None:
    """Where PostgreSQL's own programs are; Debian keeps them off the path."""
    places = [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)]
    if found := shutil.which("initdb"):
        places.insert(0, Path(found).resolve().parent)
    return next((place for place in places if all((place / name).exists() for name in PROGRAMS)), None)


def missing() -> str:
    """Why no servers can be started here; empty when they can."""
    if folder_of_programs() is None:
        return "needs PostgreSQL's programs on this machine (initdb)"
    if os.geteuid() == 0 and not _owner():
        return "needs a user postgres to start a PostgreSQL"
    return "" if shutil.which("redis-server") else "needs redis-server on this machine"


def _owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    with suppress(KeyError):
        entry = pwd.getpwnam("postgres")
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return {}


class Postgres:
    """A cluster in a folder of its own."""

    def __init__(self, keeper: Keeper) -> None:
        programs = folder_of_programs()
        assert programs is not None
        self.programs, self.keeper, self.port, self.owner = programs, keeper, free_port(), _owner()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self.folder = Path(tempfile.mkdtemp(prefix="ricochet-postgres-"))
        if self.owner:
            os.chown(self.folder, self.owner["user"], self.owner["group"])

    def start(self) -> None:
        data = str(self.folder / "data")
        made = [str(self.programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        made += ["--no-locale", "--no-sync"]
        subprocess.run(made, cwd="/", check=True, capture_output=True, **self.owner)
        run = [str(self.programs / "postgres"), "-D", data, "-p", str(self.port), "-k", str(self.folder)]
        # What a killed process had written is in the system's memory: no need to wait for the disk.
        run += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        self.keeper.keep("postgres", *run, env=os.environ, **self.owner)
        self.wait()

    def fill(self, name: str, like: str) -> None:
        """A migrated database, copied from the server that the other tests use (`like`), or made here."""
        template = urlsplit(like)._replace(path=f"/{postgresql_template(like)}").geturl()
        with psycopg.connect(self.url, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        target = urlsplit(self.url)._replace(path=f"/{name}").geturl()
        dump = [
            str(self.programs / "pg_dump"),
            "--no-owner",
            "--no-privileges",
            template.replace("postgres:", "postgresql:", 1),
        ]
        dumped = subprocess.run(dump, capture_output=True, check=False)
        if dumped.returncode:  # a server of a newer PostgreSQL than the programs here
            template = postgresql_template(self.url)
            with psycopg.connect(self.url, autocommit=True) as server:
                server.execute(f'DROP DATABASE "{name}"')
                server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            return
        load = [
            str(self.programs / "psql"),
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            target.replace("postgres:", "postgresql:", 1),
        ]
        subprocess.run(load, input=dumped.stdout, check=True, capture_output=True)

    def crash(self) -> None:
        """Every process of it ends at once, nothing is written down; it stays down."""
        self.keeper.kill("postgres", signal.SIGQUIT, stay_down=True)

    def again(self) -> None:
        self.keeper.again("postgres")
        self.wait()

    def wait(self, seconds: float = 120) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            time.sleep(0.1)
        raise AssertionError(f"PostgreSQL does not start.\n{self.keeper.said()}")

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class RedisServer:
    """A Redis that keeps nothing on disk: back after an outage it is empty."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper, self.port = keeper, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program is not None
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.keeper.keep("redis", program, *options, env=os.environ)
        self.wait()

    def go(self) -> None:
        self.keeper.kill("redis", stay_down=True)

    def again(self) -> None:
        self.keeper.again("redis")
        self.wait()

    def wait(self, seconds: float = 120) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            with suppress(RedisError), Redis.from_url(self.url) as redis:
                redis.ping()
                return
            time.sleep(0.1)
        raise AssertionError(f"Redis does not start.\n{self.keeper.said()}")
