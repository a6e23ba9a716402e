"""CPU by process. Seconds of CPU do not care who else is at work on the machine; rates do."""

import os
from pathlib import Path

import psycopg

TICK = os.sysconf("SC_CLK_TCK")


def cpu_of(process: int) -> float:
    """CPU seconds of a process since it began, without those of others that it started; 0 when it is gone."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / TICK


def children(process: int) -> list[int]:
    """The processes that a process has started and that run."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for file in found for number in file.read_text().split()]


def backends(url: str) -> list[int]:
    """PostgreSQL's processes for this database, but for the one that is asked."""
    with psycopg.connect(url) as database:
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return [row[0] for row in database.execute(asked).fetchall()]
