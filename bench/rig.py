"""The rig: a database and a Redis of its own, filled, and the shop served as in production by two workers."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/9")
PORT = int(os.environ.get("BENCH_PORT", "8765"))
NAME = os.environ.get("BENCH_NAME", "ricochet_bench")  # of its databases: the number of goods follows
WORKERS = 2


def environment(products: int) -> dict[str, str]:
    """Production's, for a shop of this size; names of its own, so that nothing else is touched."""
    parts = urlsplit(SERVER)
    return {name: value for name, value in os.environ.items() if name not in ("EMAIL_URL",)} | {
        "PROFILE": "production",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": urlunsplit(parts._replace(path=f"/{NAME}_{products}")),
        "REDIS_URL": REDIS,
        "CACHE_PREFIX": f"bench-{products}-{os.getpid()}",  # nothing kept by an earlier run answers
        "SECRET_KEY": "a-key-for-the-bench-only-" + "x" * 40,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{PORT}",
        "STRIPE_SECRET_KEY": "sk_test_bench",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_bench",
        "STRIPE_WEBHOOK_SECRET": "whsec_bench",
        "VAR_DIR": str(ROOT / "var" / "bench"),
        "LOG_LEVEL": "WARNING",
    }


def manage(env: dict[str, str], *arguments: str) -> str:
    """A management command in the rig; its output is returned, its errors stop the bench."""
    run = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    if run.returncode:
        raise SystemExit(f"manage.py {' '.join(arguments)[:200]} ended with {run.returncode}.")
    return run.stdout


def fill(products: int, *, fresh: bool) -> dict[str, str]:
    """The database with that many products; an existing one of the same size is taken as it is unless `fresh`."""
    env = environment(products)
    name = f"{NAME}_{products}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there and fresh:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        if not there or fresh:
            server.execute(f'CREATE DATABASE "{name}"')
    new = not there or fresh
    if new or not _is_prepared(name):
        manage(env, "migrate", "--verbosity", "0")
        manage(env, "collectstatic", "--noinput", "--verbosity", "0")
        _prepared(name).touch()
    if new:
        # The demo's rooms fill it, but are not part of the shop that is measured.
        manage(env | {"PROFILE": "demo"}, "demo_data", "--products", str(products), "--persons", "80")
        with psycopg.connect(env["DATABASE_URL"], autocommit=True) as database:
            database.execute("VACUUM ANALYZE")
    return env


def _prepared(name: str) -> Path:
    """Newer than everything that migrations and static files are made of, when these are done."""
    (ROOT / "var" / "bench").mkdir(parents=True, exist_ok=True)
    return ROOT / "var" / "bench" / f"{name}.prepared"


def _is_prepared(name: str) -> bool:
    mark = _prepared(name)
    if not mark.exists():
        return False
    kinds = ("static/**/*", "*/static/**/*", "*/migrations/*.py", "shop/*/migrations/*.py", "shop/*/*/migrations/*.py")
    newest = max(file.stat().st_mtime for kind in kinds for file in ROOT.glob(kind))
    return mark.stat().st_mtime > newest


def sample(env: dict[str, str]) -> dict[str, list[str]]:
    """Addresses to ask for, by page: `home`, `category`, `product`, `search` (warm) and `words` to make others of."""
    return dict(
        json.loads(manage(env | {"PYTHONPATH": str(ROOT)}, "shell", "--no-imports", "-c", SAMPLE).splitlines()[-1])
    )


SAMPLE = """
import json
from django.utils import translation
from catalog.models import Category, ShelfItem
translation.activate("fr")
titles = list(ShelfItem.objects.order_by("pk").values_list("title_fr", flat=True)[:3000])
words = sorted({w.strip("’'.,()").lower() for t in titles for w in t.split() if len(w) > 3 and w.isalpha()})
step = max(1, ShelfItem.objects.count() // 100)
slugs = ShelfItem.objects.order_by("pk").values_list("slug_fr", flat=True)[::step][:100]
print(json.dumps({
    "home": ["/fr/", "/en/"],
    "category": [c.get_absolute_url() for c in Category.objects.filter(is_public=True)][:40],
    "product": [f"/fr/p/{slug}/" for slug in slugs],
    "words": words[:400],
}))
"""


@contextmanager
def served(env: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The shop on granian, as the demo and the containers run it; gives its address and number, and ends it by that."""
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT),
        "--workers", str(WORKERS), "--workers-kill-timeout", "3", "--blocking-threads", "4",
        "--backpressure", "64", "--no-ws", "--log-level", "warning",
        "shop.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    address = f"http://127.0.0.1:{PORT}"
    try:
        for _ in range(100):
            time.sleep(0.2)
            try:
                with urllib.request.urlopen(address + "/bare/", timeout=2):
                    break
            except OSError:
                continue
        else:
            raise SystemExit("The server did not answer within 20 seconds.")
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)
