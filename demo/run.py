"""`make demo`: from a fresh clone to a filled shop in the browser, as one process tree. Standard library only.

    python3 -m demo.run      PORT, DEMO_DIR and RESET are read from the environment; DEMO_PICTURES=none draws nothing

Steps that may run side by side do: drawing the pictures and compressing the static files need one core each.
"""

import hashlib
import http.client
import json
import os
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path

from demo.place import ROOT, Place, Refused, wants_reset
from demo.sign_ins import SIGN_INS
from demo.tree import Child, Died, Stopped, Tree

PYTHON = str(ROOT / ".venv" / "bin" / "python")
STARTED = time.monotonic()
# Seconds after which a silent step says that it is still at work.
PATIENCE = 10.0
# How many orders the demo shop's past holds.
ORDERS = 700


def main() -> int:
    tree: Tree | None = None
    try:
        place = Place.from_environment(os.environ)
        place.reserve_port()
        place.open(reset=wants_reset(os.environ))
        tree = Tree(place.folder / "log")
        say(f"Ricochet's demo shop in {shown(place.folder)}, port {place.port}. Ctrl-C ends it.")
        run(place, tree)
    except Refused as refusal:
        say(f"demo: {refusal}", to_errors=True)
        return 2
    except Stopped as stop:
        say(f"\ndemo: ending everything ({stop})")
        return 0 if tree and tree.is_ready else 130
    except (Died, TimeoutError) as end:
        say(f"demo: {end}, so everything ends.", to_errors=True)
        if isinstance(end, Died) and end.child and end.child.log:
            say(f"The last lines of {shown(end.child.log)}:\n{end.child.last_lines()}", to_errors=True)
        return 1
    finally:
        if tree:
            tree.stop()
    return 0


def run(place: Place, tree: Tree) -> None:
    """Prepares and serves until somebody ends it. Raises Stopped, Died, TimeoutError."""
    env = place.environment(os.environ)
    # Messages of an earlier run: what is still to be done stands in the database and is asked for again.
    shutil.rmtree(place.folder / "broker", ignore_errors=True)
    step(tree, tree.start("packages", [sys.executable, "-m", "deploy.install", "demo"], env, shown=True))
    step(
        tree,
        tree.start("messages", [PYTHON, "-m", "shop.messages", "compile"], env),
        tree.start("database", [PYTHON, "-m", "demo.prepare"], env),
    )
    start_emulator(place, tree, env)
    manage = [PYTHON, "manage.py"]
    fill = [*manage, "demo_data", "--pictures"]
    drawn = os.environ.get("DEMO_PICTURES") != "none"
    first = [*fill, "first" if drawn else "none", "--orders", str(ORDERS)]
    side_by_side = [tree.start("demo data", first, env, shown=True)]
    static = Stamp(place.folder / "static.stamp", static_fingerprint())
    if not static.is_current():
        collect = [*manage, "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
        side_by_side.append(tree.start("static files", collect, env))
    step(tree, *side_by_side)
    static.set()
    serve(place, tree, env)
    rest = tree.start("other pictures", [*fill, "rest" if drawn else "none"], env)
    wait_until_ready(place, tree)
    step(tree, rest)
    tree.is_ready = True
    say(f"\nready: {place.url}   (after {time.monotonic() - STARTED:.0f} s)")
    for who in SIGN_INS:
        say(f"  {who.role:<9} {who.email:<32} {who.password:<20} {place.url}{who.door}")
    say("")
    while True:
        tree.pause(1.0)


def start_emulator(place: Place, tree: Tree, env: dict[str, str]) -> None:
    """Starts the stand-in for Stripe, which tells the web server to come what happens to payments."""
    port = env["STRIPE_API_BASE"].rpartition(":")[2]
    command = [PYTHON, "-m", "demo.emulator", "--port", port, "--dir", str(place.emulator)]
    command += ["--webhook", f"http://127.0.0.1:{place.port}/webhooks/stripe/"]
    command += ["--secret", env["STRIPE_WEBHOOK_SECRET"]]
    tree.start("stand-in for Stripe", command, env, service=True)


def serve(place: Place, tree: Tree, env: dict[str, str]) -> None:
    """Starts what stays: the web server, and the worker with its clock."""
    web = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(place.port)]
    # The kill timeout is not a nicety: told to end within its first second, granian would wait for ever.
    web += ["--workers", "2", "--workers-kill-timeout", "3", "--blocking-threads", "4", "--backpressure", "64"]
    tree.start("web server", [*web, "--no-ws", "--log-level", "warning", "shop.wsgi:application"], env, service=True)
    worker = worker_command(f"demo-{place.port}@localhost", str(place.folder / "beat-schedule"))
    tree.start("worker", worker, env, service=True)


def worker_command(name: str, schedule: str) -> list[str]:
    """The worker with its clock; it names no queue, so it takes from all of them."""
    words = ["--app", "shop", "worker", "--beat", "--concurrency", "1", "--loglevel", "WARNING"]
    return [PYTHON, "-m", "celery", *words, "--schedule", schedule, "--hostname", name]


def step(tree: Tree, *children: Child) -> None:
    """Waits for stages that run side by side, telling how each fares."""
    waiting = {child.name: child for child in children}
    told = time.monotonic()
    while waiting:
        for name, child in list(waiting.items()):
            if child.process.poll() is not None:
                tree.finish(child)
                took = time.monotonic() - child.started
                if took >= 1 and child.log:
                    say(f"{name}: done in {took:.0f} s")
                del waiting[name]
        if waiting:
            tree.pause(1.0)
            if time.monotonic() - told > PATIENCE:
                told = time.monotonic()
                silent = [name for name, child in waiting.items() if child.log]
                if silent:
                    say(f"{', '.join(silent)}: at work ({told - STARTED:.0f} s since the start)")


def wait_until_ready(place: Place, tree: Tree, limit: float = 90.0) -> None:
    """Waits for the health page and the home page. Raises TimeoutError with what they answered last."""
    deadline, answer = time.monotonic() + limit, "nothing"
    while time.monotonic() < deadline:
        health, home = get(place, "/healthz"), 0
        with suppress(ValueError):
            if health[0] == 200 and json.loads(health[1])["worker"]["state"] == "ok":
                home = get(place, "/fr/")[0]
        if home == 200:
            return
        answer = f"/healthz {health[0]} {health[1][:200]}, /fr/ {home}"
        tree.pause(0.2)
    raise TimeoutError(f"the shop did not answer within {limit:.0f} s (last: {answer})")


def get(place: Place, path: str) -> tuple[int, str]:
    """Status and text of a page; status 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{place.port}"})
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    except OSError:
        return 0, ""
    finally:
        connection.close()


class Stamp:
    """Remembers that something was made from these very inputs."""

    def __init__(self, file: Path, fingerprint: str) -> None:
        self.file, self.fingerprint = file, fingerprint

    def is_current(self) -> bool:
        return self.file.exists() and self.file.read_text() == self.fingerprint

    def set(self) -> None:
        self.file.write_text(self.fingerprint)


def static_fingerprint() -> str:
    """Changes with the packages, with any file in a folder named static, and with how they are stored."""
    seen = hashlib.sha256((ROOT / "requirements-demo.txt").read_bytes())
    files = [ROOT / "shop" / "staticfiles.py"]
    for folder in [ROOT / "static", *ROOT.glob("[a-z]*/static"), *ROOT.glob("shop/*/static")]:
        files += sorted(path for path in folder.rglob("*") if path.is_file())
    for file in files:
        seen.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return seen.hexdigest()


def shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def say(line: str, *, to_errors: bool = False) -> None:
    # A closed terminal must not keep the demo from ending its children.
    with suppress(OSError, ValueError):
        print(line, file=sys.stderr if to_errors else sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
