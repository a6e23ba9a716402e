"""What keeps the rig's processes alive: whatever ends starts again, as containers do (`restart: unless-stopped`)."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

# Seconds between two looks; between two starts of what ends at once; for whoever was asked to end.
LOOK, BREATH, PATIENCE = 0.1, 1.0, 20


class Keeper:
    """Named processes, each with a log in `folder`, each the head of a group of its own.

    A server that dies leaves its children behind, and they would go on taking connections from its port: a group
    ends whole before it is started again.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = folder, root
        self.started: dict[str, int] = {}
        self._at: dict[str, float] = {}
        self._commands: dict[str, tuple[tuple[str, ...], Mapping[str, str], dict[str, Any]]] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._lock, self._over = threading.RLock(), threading.Event()
        self._thread = threading.Thread(target=self._look, name="keeper", daemon=True)
        self._thread.start()

    def keep(self, name: str, *command: str, env: Mapping[str, str], **owner: Any) -> None:
        """Starts it, and again whenever it ends. `owner`: user and groups, as subprocess takes them."""
        with self._lock:
            self._commands[name] = (command, env, owner)
            self._start(name)

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL, *, stay_down: bool = False) -> None:
        """Ends the process with its children; it comes back by itself unless it is told to stay down (`again`)."""
        with self._lock:
            process = self._running.pop(name)
            if how != signal.SIGKILL:
                process.send_signal(how)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(PATIENCE)
            _end(process)
            if not stay_down:
                self._start(name)

    def again(self, name: str) -> None:
        """Starts what was told to stay down."""
        with self._lock:
            self._start(name)

    def pause(self, name: str) -> None:
        """It is there, takes connections and answers nothing, until `resume`."""
        os.killpg(self._running[name].pid, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        os.killpg(self._running[name].pid, signal.SIGCONT)

    def close(self) -> None:
        """Ends everything."""
        self._over.set()
        self._thread.join(PATIENCE)
        with self._lock:
            for process in self._running.values():
                _end(process)
            self._running.clear()

    def said(self, characters: int = 1_500) -> str:
        """The end of every log."""
        found = sorted(self.folder.glob("*.log"))
        return "\n".join(f"== {path.stem}\n{path.read_text('utf-8', 'replace')[-characters:]}" for path in found)

    def _start(self, name: str) -> None:
        command, env, owner = self._commands[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, cwd=self.root, env=dict(env), stdout=log, stderr=log, start_new_session=True, **owner
            )
        self.started[name], self._at[name] = self.started.get(name, 0) + 1, time.monotonic()

    def _look(self) -> None:
        while not self._over.wait(LOOK):
            with self._lock:
                for name, process in list(self._running.items()):
                    if process.poll() is not None and time.monotonic() - self._at[name] > BREATH:
                        _end(process)
                        self._start(name)


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
