"""`make demo` itself: one command to a shop that answers, and one signal to its end."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from demo.sign_ins import SIGN_INS
from tests.ops.test_tree import hear_signals

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("demo"),
    pytest.mark.skipif(not (ROOT / ".venv" / "bin" / "python").exists(), reason="make demo needs .venv, or makes it"),
]


class Demo(NamedTuple):
    """A `make demo` at work; `tag` is in the environment of every process it has started."""

    process: "subprocess.Popen[str]"
    port: int
    tag: str
    output: Path


Start = Callable[..., Demo]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts demos without pictures; what a test leaves behind is ended here."""
    started: list[Demo] = []

    def begin(folder: str, port: int = 0) -> Demo:
        port = port or free_port()
        tag = f"{os.getpid()}-{len(started)}"
        env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "DJANGO_", "VAR_"))}
        env |= {"DEMO_DIR": str(tmp_path / folder), "PORT": str(port), "DEMO_PICTURES": "none", "DEMO_TAG": tag}
        output = tmp_path / f"output-{len(started)}"
        with output.open("w") as file:
            process = subprocess.Popen(
                ["make", "--no-print-directory", "demo"],
                cwd=ROOT,
                env=env,
                stdout=file,
                stderr=file,
                text=True,
                start_new_session=True,
                preexec_fn=hear_signals,
            )
        started.append(Demo(process, port, tag, output))
        return started[-1]

    yield begin
    for demo in started:
        if demo.process.poll() is None:
            os.killpg(demo.process.pid, signal.SIGKILL)
            demo.process.wait(180)
        for pid in left_of(demo):
            os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def left_of(demo: Demo) -> list[int]:
    """The processes of a demo that still run, found by its tag in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "environ").read_bytes().split(b"\0")
            state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if f"DEMO_TAG={demo.tag}".encode() in told and state != "Z":
            found.append(int(folder.name))
    return found


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def wait_until_ready(demo: Demo, seconds: float = 600) -> str:
    deadline = time.monotonic() + seconds
    while "\nready: " not in demo.output.read_text():
        assert demo.process.poll() is None, demo.output.read_text()
        assert time.monotonic() < deadline, demo.output.read_text()
        time.sleep(0.2)
    time.sleep(0.5)
    return demo.output.read_text()


def end(demo: Demo, number: int) -> None:
    """A signal to make alone, as a script would send it."""
    demo.process.send_signal(number)
    demo.process.wait(180)
    deadline = time.monotonic() + 120
    while left_of(demo) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left_of(demo) == []


def test_a_demo_answers_keeps_its_data_and_leaves_nothing_behind(start: Start, tmp_path: Path) -> None:
    demo = start("one")
    told = wait_until_ready(demo)
    assert f"\nready: http://localhost:{demo.port}/ " in told
    for who in SIGN_INS:
        assert re.search(rf"{who.role} +{who.email} +{who.password} +http://localhost:{demo.port}/{who.door}", told)
    assert get(demo.port, "/fr/")[0] == get(demo.port, "/en/")[0] == 200
    health = json.loads(get(demo.port, "/healthz")[1])
    assert [health[name]["state"] for name in ("database", "broker", "worker")] == ["ok", "ok", "ok"]
    key = (tmp_path / "one" / "secret-key").read_text()
    # The stand-in for Stripe answers, and says which means of payment are on.
    assert get(int((tmp_path / "one" / "emulator" / "port").read_text()), "/_control/health")[0] == 200
    assert 'aria-label="Visa"' in get(demo.port, "/en/")[1]

    refused = start("other", demo.port)
    assert refused.process.wait(180) != 0
    assert refused.output.read_text().startswith(f"demo: Port {demo.port} is taken: ")
    assert not (tmp_path / "other").exists()

    end(demo, signal.SIGINT)
    assert "demo: ending everything (SIGINT)" in demo.output.read_text()

    # Once more, and a second one beside it, which is spared compressing the same static files.
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "ricochet-demo").touch()
    shutil.copytree(tmp_path / "one" / "static", tmp_path / "two" / "static")
    shutil.copy(tmp_path / "one" / "static.stamp", tmp_path / "two")
    again, second = start("one"), start("two")
    assert "static files" not in wait_until_ready(again)
    wait_until_ready(second)
    assert (tmp_path / "one" / "secret-key").read_text() == key != (tmp_path / "two" / "secret-key").read_text()
    assert get(again.port, "/fr/")[0] == get(second.port, "/fr/")[0] == 200
    second.process.terminate()
    os.killpg(again.process.pid, signal.SIGKILL)
    end(again, signal.SIGKILL)
    end(second, signal.SIGTERM)


def test_a_signal_in_the_first_seconds_leaves_nothing_behind(start: Start) -> None:
    for wait in (0.1, 0.4, 0.8, 1.5):
        demo = start(f"early-{wait}")
        time.sleep(wait)
        end(demo, signal.SIGTERM)
