"""The test database is migrated once and copied for every process that tests.

Running every migration takes eight seconds of a core; a copy takes one. The template is named after what makes
the schema (models, migrations, versions of packages), lies in the system's temporary folder for SQLite and on the same
server for PostgreSQL, and is made anew as soon as any of that changes.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("catalog", "shop", "reviews", "social", "loyalty", "demo")
KEPT = 12  # templates on a server: other checkouts may be testing too


def _mark() -> str:
    """What the schema is made of, in twelve signs."""
    digest = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if {"models", "migrations", "models.py", "translation.py", "settings.py", "ground"} & set(path.parts):
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    digest.update((ROOT / "shop" / "settings.py").read_bytes() + (ROOT / "shop" / "appendonly.py").read_bytes())
    digest.update((ROOT / "shop" / "tables.py").read_bytes())
    return digest.hexdigest()[:12]


def _folder() -> Path:
    made = Path(tempfile.gettempdir()) / f"ricochet-templates-{os.getuid()}"
    made.mkdir(mode=0o700, exist_ok=True)
    return made


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process makes a template, the others wait for it."""
    with (_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    with tempfile.TemporaryDirectory() as var:
        env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "VAR_DIR": var}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        run = subprocess.run(command, cwd=ROOT, env=env | {"PROFILE": "test"}, capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(f"The test database could not be migrated.\n{run.stderr[-3_000:]}")


def _sqlite_template() -> Path:
    path = _folder() / f"{_mark()}.sqlite3"
    with _alone(path.stem):
        if not path.exists():
            kept = sorted(_folder().glob("*.sqlite3"), key=lambda one: one.stat().st_mtime)
            for old in kept[: -KEPT + 1]:
                old.unlink(missing_ok=True)
            fresh = path.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            _migrate(f"sqlite:///{fresh}")
            with sqlite3.connect(fresh) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            fresh.rename(path)
    return path


def postgresql_template(url: str) -> str:
    """The name of a migrated database on this server, to make others of. `url`: any database of a role that may."""
    import psycopg

    parts = urlsplit(url)
    name = f"ricochet_template_{parts.username or 'x'}_{_mark()}"
    with _alone(name), psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        sql = (
            "SELECT datname FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba "
            "WHERE datname LIKE 'ricochet_template_%' AND rolname = current_user ORDER BY pg_database.oid"
        )
        there = [row[0] for row in server.execute(sql)]
        if name not in there:
            for old in there[: -KEPT + 1] if len(there) >= KEPT else []:
                server.execute(f'DROP DATABASE IF EXISTS "{old}"')
            server.execute(f'DROP DATABASE IF EXISTS "{name}_new"')
            server.execute(f'CREATE DATABASE "{name}_new" TEMPLATE template0')
            _migrate(urlunsplit(parts._replace(path=f"/{name}_new")))
            server.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django's door for it: called once a process, before the test database is made."""
    if connection.vendor == "postgresql":
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = postgresql_template(
            os.environ["DATABASE_URL"]
        )
        connection.settings_dict["TEST"]["TEMPLATE"] = settings.DATABASES["default"]["TEST"]["TEMPLATE"]
        return
    template, creation = _sqlite_template(), connection.creation
    make = creation._create_test_db

    def filled(verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name = make(verbosity, autoclobber, keepdb)
        database = sqlite3.connect(name, uri=True)
        with sqlite3.connect(template) as source:
            source.backup(database)
        creation.kept = database  # the memory is gone with its last connection
        return name

    creation._create_test_db = filled
