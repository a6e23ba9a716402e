"""Installs a locked set of packages into `.venv`. Runs on a bare Python 3.11: standard library only.

    python3 deploy/install.py production | demo | dev

A stamp in `.venv` remembers which lock it was made from: a second call costs nothing. The larger sets contain the
smaller ones, so going from `make test` to `make demo` and back installs nothing. A `.venv` that is a link belongs to
whoever made the link and is used as it is.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "lock-stamp"
LOCKS = {"production": "requirements.txt", "demo": "requirements-demo.txt", "dev": "requirements-dev.txt"}
WIDER = {"production": ("production", "demo", "dev"), "demo": ("demo", "dev"), "dev": ("dev",)}
OLDEST = (3, 11)
# pip's option, uv's variable for the same, an older name of that, and what stands between several.
UV_FROM_PIP = (
    ("index-url", "UV_DEFAULT_INDEX", "UV_INDEX_URL", " "),
    ("extra-index-url", "UV_INDEX", "UV_EXTRA_INDEX_URL", " "),
    ("find-links", "UV_FIND_LINKS", "UV_FIND_LINKS", ","),
    ("cert", "SSL_CERT_FILE", "SSL_CERT_DIR", " "),
)


class CannotInstall(Exception):
    """Why the packages could not be installed, in one sentence."""


def main() -> int:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "production"
    if wanted not in LOCKS:
        print(f"install: {wanted!r} is none of {', '.join(LOCKS)}.", file=sys.stderr)
        return 2
    try:
        # The lock file itself is the lock: two first starts in one clone must not write into one .venv.
        with (ROOT / LOCKS[wanted]).open() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            install(wanted)
    except CannotInstall as refusal:
        print(f"install: {refusal}", file=sys.stderr)
        return 1
    return 0


def install(wanted: str) -> None:
    """Makes `.venv` hold the wanted set. Raises CannotInstall."""
    if is_current(wanted):
        return
    started = time.monotonic()
    say(f"packages: installing what {LOCKS[wanted]} names into .venv")
    make_venv()
    if not with_uv(LOCKS[wanted]):
        say("packages: uv could not do it, trying pip, which takes about a minute")
        with_pip(LOCKS[wanted])
    STAMP.write_text(f"{wanted} {digest(wanted)}\n")
    say(f"packages: installed in {time.monotonic() - started:.0f} s")


def is_current(wanted: str) -> bool:
    """Whether `.venv` was made from this lock, or from that of a wider set, and still has its Python."""
    if VENV.is_symlink() and Path(python()).exists():
        return True
    try:
        kind, made_from = STAMP.read_text().split()
    except (OSError, ValueError):
        return False
    return kind in WIDER[wanted] and made_from == digest(kind) and runs()


def digest(wanted: str) -> str:
    """The fingerprint of a lock file and of the Python that made `.venv`."""
    lock = (ROOT / LOCKS[wanted]).read_bytes()
    return hashlib.sha256(lock + f"{sys.version_info[:2]}".encode()).hexdigest()


def python() -> str:
    return str(VENV / "bin" / "python")


def runs() -> bool:
    """Whether the environment's Python can be started: it is gone after an upgrade of the system's."""
    try:
        return subprocess.run([python(), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """An environment with pip, new if the old one is broken. Raises CannotInstall."""
    if (
        runs()
        and subprocess.run([python(), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    ):
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotInstall(
            "this Python cannot make a virtual environment (on Debian: apt install python3-venv).\n"
            + (made.stdout + made.stderr).strip()
        )


def with_uv(lock: str) -> bool:
    """By uv, in some seconds; False when uv cannot be had or fails. uv leaves itself and pip in place."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    if not attempt([python(), "-m", "pip", "install", *quiet, "--require-hashes", "-r", "requirements-uv.txt"]):
        return False
    sync = [str(VENV / "bin" / "uv"), "pip", "sync", "--quiet", "--no-config", "--no-build", "--require-hashes"]
    # Any index may bring any package: each is known by its hash, so none can be slipped in under a known name.
    sync += ["--index-strategy", "unsafe-best-match"]
    return attempt([*sync, "--python", python(), lock], where_uv_looks())


def with_pip(lock: str) -> None:
    """By pip alone. Raises CannotInstall."""
    # --no-deps: the lock names everything, and leaves out two packages that Oscar asks for and the shop never loads.
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    if not attempt([python(), "-m", "pip", "install", *options, "-r", lock], quietly=False):
        raise CannotInstall("the packages could not be installed; the lines above say why.")


def where_uv_looks() -> dict[str, str]:
    """uv reads none of pip's settings: hand it the indexes and certificates that pip was told to use."""
    env = dict(os.environ)
    for pips, ours, also, between in UV_FROM_PIP:
        told = os.environ.get("PIP_" + pips.replace("-", "_").upper()) or pip_setting(pips)
        if told and ours not in env and also not in env:
            env[ours] = between.join(told.split())
    return env


def pip_setting(name: str) -> str:
    """What pip's own files say of an option; empty when they say nothing."""
    asked = subprocess.run(
        [python(), "-m", "pip", "config", "get", f"global.{name}"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() if asked.returncode == 0 else ""


def attempt(command: list[str], env: dict[str, str] | None = None, *, quietly: bool = True) -> bool:
    """Runs a command in the project's folder; True when it went well."""
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, stdout=subprocess.DEVNULL if quietly else None)
    return done.returncode == 0


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(f"install: Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}.")
    sys.exit(main())
