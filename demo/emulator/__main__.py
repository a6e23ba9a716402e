"""python -m demo.emulator --port N --webhook URL --secret whsec_… --dir DIR: runs until it is told to end."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from demo.emulator.engine import Engine, Settings
from demo.emulator.server import Server


def main(arguments: list[str] | None = None) -> int:
    profile = os.environ.get("PROFILE", "production").strip()
    if profile not in ("demo", "test"):
        refusal = f"it takes no real money, so it runs only where PROFILE is demo or test, not {profile}."
        print(f"emulator: {refusal}", file=sys.stderr)
        return 2
    given = _parser().parse_args(arguments)
    folder = Path(given.dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(
            webhook=given.webhook,
            secret=given.secret,
            public_url=given.public_url,
            seed=given.seed,
            processing_seconds=given.processing_seconds,
            refund_seconds=given.processing_seconds,
        )
        server = Server(Engine(folder, settings), given.port)
    except OSError as error:
        print(f"emulator: {error.strerror or error} ({folder}, port {given.port}).", file=sys.stderr)
        return 2
    for name in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop that this very thread runs: so from another.
        signal.signal(name, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start())
    print(f"emulator: {server.url}, events to {given.webhook or 'nobody'}", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="demo.emulator", description="A stand-in for Stripe, on 127.0.0.1 only.")
    parser.add_argument("--port", type=int, default=12111, help="0 takes a free one and prints it")
    parser.add_argument("--webhook", default="", help="where events go, e.g. http://127.0.0.1:8000/webhooks/stripe/")
    parser.add_argument("--secret", default="whsec_emulator", help="what events are signed with")
    default = Path(os.environ.get("VAR_DIR", "var")) / "emulator"
    parser.add_argument("--dir", default=str(default), help="where its SQLite file lies (default: below VAR_DIR)")
    parser.add_argument("--public-url", default="", help="the address that browsers reach it by, if another one")
    parser.add_argument("--seed", default="", help="the same ids in every run")
    parser.add_argument("--processing-seconds", type=int, default=20, help="how long slow payments and refunds take")
    return parser


if __name__ == "__main__":
    sys.exit(main())
