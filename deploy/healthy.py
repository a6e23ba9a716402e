"""The containers' health checks: `python -m deploy.healthy web 8000 | worker | beat /srv/var`. Exits 0 when well."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

# Beat writes its plan every three minutes.
BEAT_SILENCE = 10 * 60


def web(port: str) -> bool:
    """Whether this web server answers and reaches database and broker. The worker is no reason to replace it."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=6)
    try:
        connection.request("GET", "/healthz?of=database,broker", headers={"Host": host})
        return connection.getresponse().status == 200
    except OSError:
        return False


def worker() -> bool:
    """Whether the worker of this very container answers over the broker."""
    name = f"celery@{socket.gethostname()}"
    ping = [sys.executable, "-m", "celery", "--app", "shop", "inspect", "ping"]
    asked = subprocess.run([*ping, "--destination", name, "--timeout", "10"], check=False, capture_output=True)
    return asked.returncode == 0


def beat(folder: str) -> bool:
    """Whether beat has written its plan lately."""
    written = [file.stat().st_mtime for file in Path(folder).glob("beat-schedule*")]
    now = time.time()  # noqa: TID251  files carry the machine's time, not the shop's
    return bool(written) and now - max(written) < BEAT_SILENCE


if __name__ == "__main__":
    checks: dict[str, Callable[..., bool]] = {"web": web, "worker": worker, "beat": beat}
    sys.exit(0 if checks[sys.argv[1]](*sys.argv[2:]) else 1)
