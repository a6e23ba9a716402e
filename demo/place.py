"""Where a demo lives: its folder, its port, its environment. It runs before anything is installed."""

import errno
import fcntl
import os
import secrets
import shutil
import socket
from contextlib import suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
MARKER = "ricochet-demo"
NO = ("", "0", "no", "false", "off")

# A demo keeps to its own folder: what the surrounding shell says about a real shop is not for it.
NOT_FOR_THE_DEMO = (
    *("DATABASE_URL", "REDIS_URL", "BROKER_URL", "CACHE_PREFIX", "EMAIL_URL", "MAIL_FROM", "MEDIA_URL", "SECRET_KEY"),
    *("SECRET_KEY_FALLBACKS", "PROXIES", "BEHIND_TLS_PROXY"),
    *("STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE"),
    *("DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH"),
    *("MAKEFLAGS", "MAKELEVEL", "MFLAGS"),
)


class Refused(Exception):
    """Why the demo does not start, in one sentence."""


class Place:
    """One demo's folder and port."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self._lock: IO[str] | None = None
        self._reservation: socket.socket | None = None

    @classmethod
    def from_environment(cls, environ: "os._Environ[str] | dict[str, str]") -> "Place":
        """Reads PORT and DEMO_DIR. Raises Refused."""
        text = environ.get("PORT", "").strip() or "8000"
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
            raise Refused(f"PORT is {text!r}: it must be a number from 1 to 65535.")
        folder = environ.get("DEMO_DIR", "").strip() or "var/demo"
        return cls((ROOT / Path(folder).expanduser()).resolve(), int(text))

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    @property
    def marker(self) -> Path:
        return self.folder / MARKER

    def reserve_port(self) -> None:
        """Takes the port, so that nobody else does while the demo is being prepared. Raises Refused."""
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            try:
                with socket.socket(family, socket.SOCK_STREAM) as trial:
                    trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    trial.bind((address, self.port))
                    trial.listen(1)
            except PermissionError:
                raise Refused(f"Port {self.port} may not be opened by this user: try make demo PORT=8001.") from None
            except OSError as error:
                if family is socket.AF_INET6 and error.errno != errno.EADDRINUSE:  # no IPv6 on this machine
                    continue
                raise Refused(
                    f"Port {self.port} is taken: stop what runs there, or try make demo PORT={free_port()}."
                ) from None
        # Bound and never listening: the server may share the port, another demo's trial above may not.
        self._reservation = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        with suppress(OSError):  # connections of an earlier run may still be closing
            self._reservation.bind(("127.0.0.1", self.port))

    def open(self, *, reset: bool) -> None:
        """Makes or takes the folder, for this demo alone, and empties it when asked. Raises Refused."""
        if self.folder.exists() and not self.folder.is_dir():
            raise Refused(f"{self.folder} is not a folder.")
        if not self.marker.exists() and self.folder.exists() and any(self.folder.iterdir()):
            raise Refused(
                f"{self.folder} is not empty and no demo made it: nothing was touched, choose another DEMO_DIR."
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = self.marker.open("a")
        except OSError as error:
            raise Refused(f"{self.folder} cannot be written to: {error.strerror}.") from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(f"Another demo is running in {self.folder}: stop it, or choose another DEMO_DIR.") from None
        if reset:
            self._empty()

    def close(self) -> None:
        """Gives folder and port to whoever wants them next."""
        for held in (self._lock, self._reservation):
            if held is not None:
                held.close()

    def _empty(self) -> None:
        """Deletes what lies in the folder. Links are deleted, never followed; the marker stays."""
        for entry in self.folder.iterdir():
            if entry == self.marker:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def secret_key(self) -> str:
        """The demo's key: made once, readable by its owner only."""
        return self._secret("secret-key")

    def _secret(self, name: str) -> str:
        file = self.folder / name
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(secrets.token_urlsafe(50))
        return file.read_text()

    @property
    def emulator(self) -> Path:
        """Where the stand-in for Stripe keeps what it remembers."""
        return self.folder / "emulator"

    def emulator_port(self) -> int:
        """The port of the stand-in: the same in every run if it is free, because pages that wait to be paid name it."""
        self.emulator.mkdir(exist_ok=True)
        file = self.emulator / "port"
        text = file.read_text() if file.exists() else ""
        for wanted in ([int(text)] if text.isdigit() else []) + [0]:
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                with suppress(OSError, OverflowError):
                    trial.bind(("127.0.0.1", wanted))
                    port = int(trial.getsockname()[1])
                    file.write_text(str(port))
                    return port
        raise Refused("No port is free for the stand-in for Stripe.")

    def webhook_secret(self) -> str:
        """What the stand-in signs its events with, and the shop believes."""
        return f"whsec_{self._secret('webhook-secret')}"

    def stripe(self) -> dict[str, str]:
        """The environment that makes the stand-in Stripe; its keys open nothing elsewhere."""
        return {
            "STRIPE_SECRET_KEY": "sk_test_ricochet_demo",
            "STRIPE_PUBLISHABLE_KEY": "pk_test_ricochet_demo",
            "STRIPE_WEBHOOK_SECRET": self.webhook_secret(),
            "STRIPE_API_BASE": f"http://127.0.0.1:{self.emulator_port()}",
        }

    def environment(self, environ: "os._Environ[str] | dict[str, str]") -> dict[str, str]:
        """What every process of the demo is told."""
        env = {name: value for name, value in environ.items() if name not in NOT_FOR_THE_DEMO}
        (self.folder / "tmp").mkdir(exist_ok=True)
        return (
            env
            | {
                "PROFILE": "demo",
                "VAR_DIR": str(self.folder),
                "MEDIA_ROOT": str(self.folder / "media"),
                "STATIC_ROOT": str(self.folder / "static"),
                "TMPDIR": str(self.folder / "tmp"),
                "SECRET_KEY": self.secret_key(),
                "SITE_URL": self.url.rstrip("/"),
                "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
                "PYTHONUNBUFFERED": "1",
            }
            | self.stripe()
        )


def free_port() -> int:
    """A port above 8000 that is free right now, to suggest."""
    for port in range(8001, 8100):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            if trial.connect_ex(("127.0.0.1", port)) != 0:
                return port
    return 9000


def wants_reset(environ: "os._Environ[str] | dict[str, str]") -> bool:
    return environ.get("RESET", "").strip().lower() not in NO
