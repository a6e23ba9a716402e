"""What this process remembers of the shared parts: the least recently used go when the room is full."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    @property
    def size(self) -> int: ...


T = TypeVar("T", bound=Sized)


class Memory(Generic[T]):
    """A dictionary of at most `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit, self.used = limit, 0
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> T | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: str, thing: T) -> None:
        """Remember it; a thing larger than an eighth of the room is not kept at all."""
        with self._lock:
            old = self._kept.pop(key, None)
            self.used -= old.size if old else 0
            if thing.size > self.limit // 8:
                return
            self._kept[key] = thing
            self.used += thing.size
            while self.used > self.limit:
                _, gone = self._kept.popitem(last=False)
                self.used -= gone.size

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.used = 0
