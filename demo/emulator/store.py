"""The emulator's memory: one SQLite file, one writer at a time."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from demo.emulator.errors import Json

TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, created INTEGER NOT NULL,
    body TEXT NOT NULL, private TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_kind ON objects (kind, seq);
CREATE TABLE IF NOT EXISTS keys (
    name TEXT PRIMARY KEY, path TEXT NOT NULL, fingerprint TEXT NOT NULL, created INTEGER NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, request TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, state TEXT NOT NULL, due REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, status INTEGER, answer TEXT);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due);
CREATE TABLE IF NOT EXISTS agenda (
    number INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, verb TEXT NOT NULL, target TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
EVERYTHING = ("objects", "keys", "deliveries", "agenda", "meta")


class Store:
    """Reads and writes go through `writing()` or under its lock; a refusal takes back what it had begun."""

    def __init__(self, file: Path | str) -> None:
        self.lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(str(file), check_same_thread=False, isolation_level=None, timeout=20)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(TABLES)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction; inside another it joins it. An exception undoes it unless it says that it `keeps`."""
        with self.lock:
            if self._depth:
                yield
                return
            self._depth += 1
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException as error:
                self._db.execute("COMMIT" if getattr(error, "keeps", False) else "ROLLBACK")
                raise
            else:
                self._db.execute("COMMIT")
            finally:
                self._depth -= 1

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self.lock:
            return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """Writes; gives the number of the row inserted."""
        with self.lock:
            return self._db.execute(sql, values).lastrowid or 0

    def delete(self, table: str, number: int) -> bool:
        """Takes a numbered row away; False when it was gone."""
        with self.lock:
            return self._db.execute(f"DELETE FROM {table} WHERE number = ?", (number,)).rowcount == 1  # noqa: S608

    # --- objects ----------------------------------------------------------------------------------
    def put(self, thing: Json, **private: Any) -> Json:
        """Stores an object as it now is; `private` is merged into what only the emulator knows of it."""
        kept = json.dumps(self.private(thing["id"]) | private)
        self.run(
            "INSERT INTO objects (id, kind, created, body, private) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body, private = excluded.private",
            thing["id"],
            thing["object"],
            thing.get("created", 0),
            json.dumps(thing),
            kept,
        )
        return thing

    def find(self, key: str, kind: str = "") -> Json | None:
        found = self.rows("SELECT kind, body FROM objects WHERE id = ?", key)
        if not found or (kind and found[0]["kind"] != kind):
            return None
        body: Json = json.loads(found[0]["body"])
        return body

    def private(self, key: str) -> Json:
        found = self.rows("SELECT private FROM objects WHERE id = ?", key)
        kept: Json = json.loads(found[0]["private"]) if found else {}
        return kept

    def all(self, kind: str) -> list[Json]:
        """Every object of a kind, newest first."""
        return [
            json.loads(row["body"])
            for row in self.rows("SELECT body FROM objects WHERE kind = ? ORDER BY seq DESC", kind)
        ]

    def where(self, kind: str, field: str, value: str) -> list[Json]:
        """The objects of a kind with this value in a field of theirs, newest first."""
        found = self.rows(
            "SELECT body FROM objects WHERE kind = ? AND json_extract(body, ?) = ? ORDER BY seq DESC",
            kind,
            f"$.{field}",
            value,
        )
        return [json.loads(row["body"]) for row in found]

    # --- what is kept beside them -------------------------------------------------------------------
    def setting(self, name: str, default: str = "") -> str:
        found = self.rows("SELECT value FROM meta WHERE name = ?", name)
        return str(found[0]["value"]) if found else default

    def set(self, name: str, value: str) -> None:
        self.run("INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)

    def empty(self) -> None:
        with self.writing():
            for table in EVERYTHING:
                self.run(f"DELETE FROM {table}")  # noqa: S608  names from the list above

    def close(self) -> None:
        with self.lock:
            self._db.close()
