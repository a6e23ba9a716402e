"""Says how far a long step is: a bar on a terminal, a line now and then in a log."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")
BAR = 30


class Progress:
    """Counts towards `total`. Silent while the step takes less than a second."""

    def __init__(self, label: str, total: int, out: TextIO | None = None) -> None:
        self.label, self.total, self.done = label, max(total, 1), 0
        self._out = out or sys.stdout
        self._began = self._said = time.perf_counter()
        self._live = self._out.isatty()
        self._spoken = False

    def step(self, count: int = 1) -> None:
        self.done += count
        now = time.perf_counter()
        if now - self._said >= (0.2 if self._live else 10.0) and now - self._began >= 1.0:
            self._said, self._spoken = now, True
            self._say()

    def close(self, note: str = "") -> None:
        """The last line, with the time it took, if the step was long enough to speak of."""
        took = time.perf_counter() - self._began
        if took >= 1.0 or note:
            clear = "\r\x1b[K" if self._live and self._spoken else ""
            self._out.write(f"{clear}  {self.label}: {self.done} in {took:.0f} s{note and ', ' + note}\n")
            self._out.flush()

    def _say(self) -> None:
        full = min(BAR, BAR * self.done // self.total)
        line = f"  {self.label} [{'#' * full}{'.' * (BAR - full)}] {self.done}/{self.total}"
        self._out.write(f"\r\x1b[K{line}" if self._live else f"{line}\n")
        self._out.flush()


def counted(label: str, items: Iterable[T], total: int, out: TextIO | None = None) -> Iterator[T]:
    """The items, with progress told as they are taken."""
    progress = Progress(label, total, out)
    for item in items:
        yield item
        progress.step()
    progress.close()
