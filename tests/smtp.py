"""A mail server of the tests: it counts, and fails as it is told to.

python -m tests.smtp 2525 letters        a process that can be killed: keeps each letter as a file in that folder,
                                         and fails as the file `fault` in it says ("die" once, then no more)
"""

import asyncio
import email
import email.policy
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

# What to do with a recipient; the number of the message it would be, from 1, comes along. ("" is: take it.)
#   "451 …", "550 …": said to RCPT. "data 554 …": said after the text. "hang", "data hang": no answer, ever.
#   "cut": the line is cut at RCPT. "drop": the message is kept, and the line cut before "250".
#   "die": the message is kept, and the process ends before "250".
Fault = Callable[[str, int], str]


class Server:
    """What arrived, and how many connections it came by."""

    def __init__(self) -> None:
        self.received: list[tuple[str, EmailMessage]] = []
        self.raw: list[bytes] = []
        self.connections = 0
        self.asked = 0
        self.fault: Fault = lambda to, number: ""
        self.keep: Callable[[bytes], None] = self.raw.append
        self._ends: asyncio.Event | None = None

    def to(self, address: str) -> list[EmailMessage]:
        """The messages that one mailbox holds."""
        return [message for to, message in self.received if to == address]

    # --- hooks of aiosmtpd ------------------------------------------------------------------

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.asked += 1
        fault = self.fault(address, self.asked)
        envelope.fault = fault
        if fault == "hang":
            await self._for_ever()
        if fault == "cut":
            server.transport.abort()
        if fault[:1] in ("4", "5"):
            return fault
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        fault = envelope.fault
        if fault == "data hang":
            await self._for_ever()
        if fault.startswith("data "):
            return str(fault.removeprefix("data "))
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.keep(envelope.content)
        self.received += [(to, message) for to in envelope.rcpt_tos]
        if fault == "drop":
            server.transport.abort()
        if fault == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        return "250 OK"

    async def _for_ever(self) -> None:
        self._ends = self._ends or asyncio.Event()
        await self._ends.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(port: int) -> Iterator[Server]:
    """A server on that port until the end of the block."""
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _serve(port: int, folder: Path) -> None:
    """Until the process is killed."""
    told = folder / "fault"

    def fault(to: str, number: int) -> str:
        said = told.read_text() if told.exists() else ""
        if said == "die":
            told.unlink()
        return said

    def keep(letter: bytes) -> None:
        (folder / f"{time.monotonic_ns()}.eml").write_bytes(letter)

    with listening(port) as server:
        server.fault = fault
        server.keep = keep
        threading.Event().wait()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), Path(sys.argv[2]))
