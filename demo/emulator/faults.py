"""What goes wrong on demand, for the next calls that match."""

import threading
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

KINDS = ("error_after", "error_before", "lost_reply", "hang", "rate_limit")


@dataclass
class Fault:
    """`error_after`: done, then 500. `error_before`: 500, not done. `lost_reply`: done, the connection closes.
    `hang`: done, the reply comes `seconds` later (`before`: waits first, so that the key is in use meanwhile).
    `rate_limit`: 429. `skip` calls pass first, then `times` fail. `stored`: the key remembers the 500, as Stripe may.
    """

    kind: str
    method: str = "*"
    path: str = "*"
    times: int = 1
    skip: int = 0
    seconds: float = 30.0
    before: bool = False
    stored: bool = False


class Faults:
    """The faults that wait for a call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, **values: Any) -> Fault:
        """Raises ValueError (or TypeError) when it is no fault that is known here."""
        fault = Fault(**values)
        if fault.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        with self._lock:
            self._waiting.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that waits for this call, used up once."""
        with self._lock:
            for fault in self._waiting:
                if fault.method not in ("*", method) or not fnmatchcase(path, fault.path):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    return None
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def waiting(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._waiting]

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()
