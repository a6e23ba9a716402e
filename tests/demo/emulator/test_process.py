"""The emulator as the demo starts it: a process of its own that remembers, refuses, and ends when told."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import stripe

ROOT = Path(__file__).resolve().parents[3]


def start(folder: Path, *more: str, profile: str = "test") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "demo.emulator", "--port", "0", "--dir", str(folder), *more]
    environment = os.environ | {"PROFILE": profile}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


def client_of(process: subprocess.Popen[str]) -> stripe.StripeClient:
    assert process.stdout is not None
    match = re.match(r"emulator: (http://127\.0\.0\.1:\d+)", process.stdout.readline())
    assert match
    return stripe.StripeClient("sk_test_emulator", base_addresses={"api": match[1]}, max_network_retries=0)


def ended(process: subprocess.Popen[str], how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
    process.send_signal(how)
    _, errors = process.communicate(timeout=10)
    return process.returncode, errors


def test_it_remembers_over_a_restart_and_ends_cleanly(tmp_path: Path) -> None:
    process = start(tmp_path)
    made = client_of(process).v1.payment_intents.create({"amount": 500, "currency": "eur"}, {"idempotency_key": "a"})
    assert ended(process) == (0, "")

    process = start(tmp_path)
    client = client_of(process)
    again = client.v1.payment_intents.create({"amount": 500, "currency": "eur"}, {"idempotency_key": "a"})

    assert again.to_dict() == made.to_dict() == client.v1.payment_intents.retrieve(made.id).to_dict()
    assert ended(process, signal.SIGINT) == (0, "")


def test_a_seed_gives_the_same_ids_in_every_run(tmp_path: Path) -> None:
    found = []
    for run in ("one", "two"):
        process = start(tmp_path / run, "--seed", "7")
        found.append(client_of(process).v1.payment_intents.create({"amount": 500, "currency": "eur"}).client_secret)
        ended(process)

    assert found[0] == found[1]


@pytest.mark.parametrize("profile", ["production", ""])
def test_it_does_not_start_where_real_money_may_be(tmp_path: Path, profile: str) -> None:
    process = start(tmp_path, profile=profile)

    out, errors = process.communicate(timeout=10)

    assert (process.returncode, out, len(errors.splitlines())) == (2, "", 1)
    assert "PROFILE" in errors
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = start(tmp_path, "--port", port)
        _, errors = process.communicate(timeout=10)

    assert (process.returncode, len(errors.splitlines()), port in errors) == (2, 1, True)
