"""A hand in the shop: a process that has it loaded, and does there what it is told, one thing after another.

python -m tests.faults.hand        reads {"code": …} or {"command": […]} a line, answers {"said": …, "failed": …}
"""

import io
import json
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from queue import SimpleQueue
from typing import Any


class Hands:
    """As many as are needed at one moment; they wait for the next thing to do until `close`."""

    def __init__(self, log: Path, root: Path, env: Mapping[str, str]) -> None:
        self.log, self.root, self.env = log, root, env
        self._all: list[subprocess.Popen[str]] = []
        self._free: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
        self._lock = threading.Lock()

    def do(self, **told: Any) -> str:
        """What was printed there. Raises AssertionError with what went wrong."""
        hand = self._take()
        assert hand.stdin is not None
        assert hand.stdout is not None
        hand.stdin.write(json.dumps(told) + "\n")
        hand.stdin.flush()
        line = hand.stdout.readline()
        assert line, f"the hand is gone: {told}"
        self._free.put(hand)
        answer = json.loads(line)
        assert not answer["failed"], answer["failed"][-3_000:]
        return str(answer["said"])

    def close(self) -> None:
        for hand in self._all:
            hand.kill()
            hand.wait(10)

    def _take(self) -> "subprocess.Popen[str]":
        with self._lock:
            if not self._free.empty():
                return self._free.get()
            command = [sys.executable, "-m", "tests.faults.hand"]
            env = {**self.env, "FAULT_POINTS": ""}  # servers of the rig die on the way, a hand does not
            with self.log.open("ab") as log:
                hand = subprocess.Popen(
                    command,
                    cwd=self.root,
                    env=env,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
            self._all.append(hand)
            return hand


def _run(told: dict[str, Any]) -> None:
    from django.core.management import call_command

    if "command" in told:
        call_command(*told["command"])
    else:
        exec(told["code"], {"__name__": "hand"})


def _answer(act: Callable[[], None]) -> dict[str, str]:
    from django.db import connections

    said, failed = io.StringIO(), ""
    with redirect_stdout(said), redirect_stderr(said):
        try:
            act()
        except SystemExit as left:
            failed = f"left with {left.code}\n{said.getvalue()}" if left.code else ""
        except Exception:
            failed = traceback.format_exc() + said.getvalue()
    connections.close_all()
    return {"said": said.getvalue(), "failed": failed}


def main() -> None:
    import django

    django.setup()
    answers = sys.stdout
    for line in sys.stdin:
        told = json.loads(line)
        answer = _answer(lambda told=told: _run(told))  # type: ignore[misc]
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
