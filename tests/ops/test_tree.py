"""The process tree: whoever ends, all end, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# A parent with a child of its own, like a web server with workers; both note that they are there.
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""
RUNNER = """
import os, sys, time
from pathlib import Path
from demo.tree import Died, Stopped, Tree
place = Path(sys.argv[1])
tree = Tree(place / "log")
try:
    for name in ("one", "two"):
        tree.start(name, [sys.executable, str(place / "family.py"), str(place / name)], dict(os.environ), service=True)
    print("up", flush=True)
    while True:
        tree.pause(1)
except (Stopped, Died) as end:
    print(end, flush=True)
    sys.exit(1 if isinstance(end, Died) else 0)
finally:
    tree.stop()
"""

Start = Callable[..., "subprocess.Popen[str]"]


def hear_signals() -> None:
    """What a shell makes its background jobs deaf to (nohup does, too), a command at a keyboard hears."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a runner with two families; what a test leaves behind is ended here."""
    (tmp_path / "family.py").write_text(textwrap.dedent(FAMILY))
    started: list[subprocess.Popen[str]] = []

    def begin(*, wait: bool = True, make: bool = False) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", RUNNER, str(tmp_path)]
        if make:
            (tmp_path / "runner.py").write_text(RUNNER)
            (tmp_path / "Makefile").write_text(
                f".PHONY: demo\ndemo:\n\t@{sys.executable} {tmp_path}/runner.py {tmp_path}\n"
            )
            command = ["make", "-f", str(tmp_path / "Makefile"), "demo"]
        env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        env["PYTHONPATH"] = str(ROOT)
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=hear_signals,
        )
        started.append(process)
        if wait:
            assert process.stdout is not None
            assert process.stdout.readline() == "up\n"
            until(lambda: all((tmp_path / name).exists() and (tmp_path / name).read_text() for name in ("one", "two")))
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=120)


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def family(place: Path) -> list[int]:
    return [int(pid) for name in ("one", "two") for pid in (place / name).read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def assert_all_gone(place: Path) -> None:
    until(lambda: not any(is_running(pid) for pid in family(place)))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_children_and_grandchildren(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    runner = start()
    runner.send_signal(number)
    assert runner.wait(120) == 0
    assert runner.stdout is not None
    assert runner.stdout.read() == f"{number.name}\n"
    assert_all_gone(tmp_path)


def test_a_dead_child_is_named_and_ends_the_others(start: Start, tmp_path: Path) -> None:
    runner = start()
    os.kill(family(tmp_path)[0], signal.SIGKILL)
    assert runner.wait(120) == 1
    assert runner.stdout is not None
    assert runner.stdout.read() == "the one was killed by SIGKILL\n"
    assert_all_gone(tmp_path)


def test_the_children_of_a_killed_runner_end_too(start: Start, tmp_path: Path) -> None:
    runner = start()
    runner.kill()
    runner.wait(120)
    assert_all_gone(tmp_path)


def test_a_signal_at_any_moment_of_the_start_leaves_nothing(start: Start, tmp_path: Path) -> None:
    for tenth in range(6):
        for name in ("one", "two"):
            (tmp_path / name).unlink(missing_ok=True)
        runner = start(wait=False)
        time.sleep(tenth / 20)
        runner.terminate()
        runner.wait(120)
        time.sleep(0.3)
        seen = [tmp_path / name for name in ("one", "two") if (tmp_path / name).exists()]
        pids = [int(pid) for file in seen for pid in file.read_text().split()]
        until(lambda pids=pids: not any(is_running(pid) for pid in pids))  # type: ignore[misc]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux shows which signals a process handles")
def test_a_make_that_alone_was_interrupted_ends_with_all_its_children(start: Start, tmp_path: Path) -> None:
    make = start(make=True)
    make.send_signal(signal.SIGINT)
    make.wait(120)
    assert make.stdout is not None
    assert make.stdout.read().startswith("SIGINT\n")
    assert_all_gone(tmp_path)


def test_a_killed_make_takes_all_its_children_along(start: Start, tmp_path: Path) -> None:
    make = start(make=True)
    make.kill()
    make.wait(120)
    assert_all_gone(tmp_path)
