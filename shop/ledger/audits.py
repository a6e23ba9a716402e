"""Socket: checks that recompute what is stored. `manage.py audit` runs them all; rooms register theirs in ready()."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """Something stored that is not what its parts say."""

    check: str
    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.check}: {self.subject}: expected {self.expected}, found {self.found}"


@dataclass(frozen=True)
class Check:
    """One recomputation. `name` says what must hold; `run` yields every difference, by aggregates in SQL."""

    name: str
    run: Callable[[], Iterable[tuple[str, object, object]]]


_checks: dict[str, Check] = {}


def register(check: Check) -> None:
    """Add a check; the same name again replaces it."""
    _checks[check.name] = check


def checks() -> list[Check]:
    """All checks, in the order in which they were registered: lower rooms first."""
    return list(_checks.values())


def differences() -> Iterator[Difference]:
    """Run everything. (subject, expected, found) of a check becomes a Difference."""
    for check in checks():
        for subject, expected, found in check.run():
            yield Difference(check.name, subject, str(expected), str(found))
