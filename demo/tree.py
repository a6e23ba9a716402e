"""The demo's processes as one tree: whoever ends, all end, and nothing is left behind. Standard library only.

Every child leads its own process group, so that a signal from the terminal reaches the runner alone, which then ends
the children in order: first politely, after some seconds the whole group by force. If the runner itself is killed, a
small guard process, which does nothing but wait for that, does the same in its place.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

POLITE_SECONDS = 10.0


class Stopped(Exception):
    """Somebody asked the demo to end: Ctrl-C, SIGTERM, a closed terminal."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


class Died(Exception):
    """A process ended that should not have, or ended badly; `child` is None for the guard."""

    def __init__(self, name: str, code: int, child: "Child | None" = None) -> None:
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
        super().__init__(f"the {name} {how}")
        self.child = child


@dataclass
class Child:
    """One process of the tree; `log` is None when it writes to the terminal itself."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path | None
    started: float
    is_service: bool

    def last_lines(self, count: int = 15) -> str:
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


class Tree:
    """Starts, watches and ends processes. Make one before anything else is started."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []
        self._signal = 0
        self._hurry = False
        self.is_ready = False
        self._parent = os.getppid()
        self._make = MakeWatch(self._parent)
        self._guard, self._to_guard = start_guard()
        self._wake, self._waker = os.pipe()
        for end in (self._wake, self._waker):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # only to be woken
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if not (number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN):  # nohup make demo
                signal.signal(number, self._asked_to_end)

    def _asked_to_end(self, number: int, frame: FrameType | None) -> None:
        # Noted only: raised in look(), never between a fork and the line that remembers the child.
        self._hurry = bool(self._signal)
        self._signal = self._signal or number

    # --- starting ---------------------------------------------------------------------------

    def start(
        self, name: str, command: Sequence[str], env: dict[str, str], *, service: bool = False, shown: bool = False
    ) -> Child:
        """Starts a process. A service must not end by itself; what is shown writes to the terminal, not to a log."""
        log = None if shown else self.logs / f"{name.replace(' ', '-')}.log"
        if log is not None:
            log.parent.mkdir(parents=True, exist_ok=True)
        self.look()
        output = None if log is None else log.open("wb")
        try:
            process = subprocess.Popen(
                list(command),
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )
        finally:
            if output:
                output.close()
        child = Child(name, process, log, time.monotonic(), service)
        self.children.append(child)
        self._tell_guard(process.pid)
        return child

    def finish(self, *children: Child, limit: float = 1800.0) -> None:
        """Waits until these have ended well. Raises Died for one that did not, Stopped when asked to end."""
        deadline = time.monotonic() + limit
        while any(child.process.poll() is None for child in children):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the {children[0].name} takes longer than {limit:.0f} s")
            self.pause(1.0)
        for child in children:
            if child in self.children:
                self._forget(child)
            if child.process.returncode:
                raise Died(child.name, child.process.returncode, child)

    # --- watching ---------------------------------------------------------------------------

    def pause(self, seconds: float) -> None:
        """Waits, at most that long: the end of a child or a signal comes at once. Raises Stopped, Died."""
        self.look()
        if select.select([self._wake], [], [], min(seconds, 1.0))[0]:
            with suppress(BlockingIOError):
                os.read(self._wake, 4096)
        self.look()

    def look(self) -> None:
        """Raises Stopped when the demo is to end, Died when a service has ended or a stage has ended badly."""
        if self._signal:
            raise Stopped(self._signal)
        if self._make.is_ending():
            raise Stopped(signal.SIGINT)
        if self._guard:
            pid, status = os.waitpid(self._guard, os.WNOHANG)
            if pid:
                self._guard = 0
                raise Died("guard of the processes", os.waitstatus_to_exitcode(status))
        for child in self.children:
            code = child.process.poll()
            if code is not None and (child.is_service or code != 0):
                raise Died(child.name, child.process.returncode, child)

    # --- ending -----------------------------------------------------------------------------

    def stop(self) -> None:
        """Ends every process: asks, waits some seconds, then kills what is left, grandchildren included."""
        for child in self.children:
            with suppress(ProcessLookupError):
                child.process.terminate()
        deadline = time.monotonic() + POLITE_SECONDS
        while any(child.process.poll() is None for child in self.children):
            if time.monotonic() > deadline or self._hurry:
                break
            select.select([self._wake], [], [], 0.2)
            with suppress(BlockingIOError):
                os.read(self._wake, 4096)
        for child in list(self.children):
            self._forget(child)
        os.close(self._to_guard)
        if self._guard:
            os.waitpid(self._guard, 0)

    def _forget(self, child: Child) -> None:
        """Kills what remains of a child's group, and remembers it no longer."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.children.remove(child)
        self._tell_guard(-child.process.pid)

    def _tell_guard(self, number: int) -> None:
        with suppress(OSError):
            os.write(self._to_guard, f"{number}\n".encode())


class MakeWatch:
    """Notices that the `make` above was told to end by SIGINT alone: it then waits for its child and tells it nothing.

    make gives up its handler when the signal comes, and Linux shows which signals a process handles. Elsewhere, and
    under any other parent, only the parent's death is noticed.
    """

    def __init__(self, parent: int) -> None:
        self.parent = parent
        self.is_make = "MAKELEVEL" in os.environ
        self.catches = self.is_make and self._catches_sigint()

    def is_ending(self) -> bool:
        if not self.is_make:
            return False
        return os.getppid() != self.parent or (self.catches and not self._catches_sigint())

    def _catches_sigint(self) -> bool:
        try:
            for line in Path(f"/proc/{self.parent}/status").read_text().splitlines():
                if line.startswith("Name:") and line.split()[1] not in ("make", "gmake"):
                    return False
                if line.startswith("SigCgt:"):
                    return bool(int(line.split()[1], 16) >> (signal.SIGINT - 1) & 1)
        except OSError:
            pass
        return False


def start_guard() -> tuple[int, int]:
    """Forks the guard; returns its process number and the pipe on which it is told whom to end."""
    read_end, write_end = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(read_end)
        return pid, write_end
    try:
        os.close(write_end)
        guard(read_end)
    finally:
        os._exit(0)


def guard(read_end: int) -> None:
    """Reads "+number" and "-number" until the runner is gone, then ends what it has left running."""
    os.setsid()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    left: set[int] = set()
    with os.fdopen(read_end) as lines:
        for line in lines:
            number = int(line)
            left.add(number) if number > 0 else left.discard(-number)
    for number in left:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(number, signal.SIGTERM)
    deadline = time.monotonic() + POLITE_SECONDS / 2
    while left and time.monotonic() < deadline and any(is_alive(number) for number in left):
        time.sleep(0.1)
    for number in left:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(number, signal.SIGKILL)


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
