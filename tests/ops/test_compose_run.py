"""The very commands of docker-compose.yml, without Docker: against the PostgreSQL and Redis of this machine.

What a container would see differently is replaced, and nothing else: host names, ports, and the folder /srv.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg
import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.ops import compose

SERVICES = compose.read()["services"]
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
GIVEN = os.environ.get("DATABASE_URL", "")
SERVER = GIVEN if GIVEN.startswith("postgres") else "postgres://postgres@127.0.0.1:5432/postgres"
# The last of Redis' sixteen databases: not the one that other tests use.
REDIS = urlsplit(os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379")._replace(path="/15").geturl()


def what_is_missing() -> str:
    """Why these tests cannot run here; empty when they can."""
    try:
        psycopg.connect(SERVER, connect_timeout=2).close()
        with Redis.from_url(REDIS, socket_connect_timeout=2) as redis:
            redis.ping()
    except (psycopg.Error, RedisError) as error:
        return f"needs PostgreSQL and Redis on this machine ({type(error).__name__})"
    return "" if NGINX else "needs nginx"


missing = what_is_missing()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("compose"),  # one shop for all of them
    pytest.mark.skipif(bool(missing), reason=missing),
]


class Shop(NamedTuple):
    """A running shop: the proxy's port, the processes by name, the folder in the place of /srv."""

    port: int
    processes: dict[str, "subprocess.Popen[bytes]"]
    folder: Path
    env: dict[str, str]
    web_ports: tuple[int, int]
    start: Callable[..., None]


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def get(port: int, path: str, **headers: str) -> Answer:
    """A request as a front that ends TLS would pass it on."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    sent = {"Host": "shop.example", "X-Forwarded-Proto": "https"} | {k.replace("_", "-"): v for k, v in headers.items()}
    try:
        connection.request("GET", path, headers=sent)
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    except OSError:
        return Answer(0, {}, b"")
    finally:
        connection.close()


def put(text: str, folder: Path) -> str:
    """The same with the folder in the place of /srv."""
    return re.sub(r"/srv(?=/|$)", str(folder), text)


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:.0f} s"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """A database of its own, gone afterwards."""
    name = f"ricochet_compose_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def shop(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """migrate, then web twice, worker, beat and proxy, as the file starts them."""
    folder = tmp_path_factory.mktemp("srv")
    for name in ("static", "media", "var"):
        (folder / name).mkdir()
    (folder / "media" / "picture.avif").write_bytes(b"a picture")
    one, two, front = free_ports(3)
    outside = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    env = outside | compose.example_environment() | SERVICES["web"]["environment"]
    env |= {"DATABASE_URL": database, "REDIS_URL": REDIS, "CACHE_PREFIX": f"compose-{os.getpid()}"}
    env = {name: put(value, folder) for name, value in env.items()}
    env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
    processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(name: str, service: str, port: int = 0) -> None:
        command = [put(part, folder) for part in SERVICES[service]["command"]]
        if port:
            command = [{"8000": str(port), "0.0.0.0": "127.0.0.1"}.get(part, part) for part in command]
        if service == "proxy":
            command[0] = str(NGINX)
            if os.geteuid() == 0:  # as in the container, where nginx begins without root: it keeps the user it has
                command[-1] += " user root;"
        with (folder / f"{name}.log").open("wb") as log:
            processes[name] = subprocess.Popen(
                command, cwd=compose.ROOT, env=env, stdout=log, stderr=log, start_new_session=True
            )

    conf = (compose.ROOT / "deploy" / "nginx.conf").read_text()
    conf = conf.replace("server web:8000;", f"server 127.0.0.1:{one}; server 127.0.0.1:{two};")
    conf = conf.replace("listen 8080;", f"listen 127.0.0.1:{front};").replace("/dev/stdout", "/dev/null")
    (folder / "nginx.conf").write_text(put(conf.replace(" /tmp/", " /srv/"), folder))
    try:
        start("migrate", "migrate")
        assert processes.pop("migrate").wait(300) == 0, (folder / "migrate.log").read_text()
        start("web-1", "web", one)
        start("web-2", "web", two)
        start("worker", "worker")
        start("beat", "beat")
        start("proxy", "proxy")
        until(lambda: all(get(port, "/healthz").status == 200 for port in (one, two, front)), 90, "an answer")
        # Whatever test comes first: a worker that is still starting hears no ping.
        until(lambda: b'"worker": {"state": "ok"}' in get(front, "/healthz").body, 90, "a sign of the worker")
        yield Shop(front, processes, folder, env, (one, two), start)
    finally:
        for process in processes.values():
            process.send_signal(signal.SIGTERM)
        for process in processes.values():
            try:
                process.wait(15)
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
        # Its own keys only: somebody's data may lie in the same database.
        with Redis.from_url(REDIS) as redis:
            for key in redis.scan_iter(f"{env['CACHE_PREFIX']}:*"):
                redis.delete(key)


def test_the_shop_answers_through_the_proxy(shop: Shop) -> None:
    home = get(shop.port, "/fr/")
    assert (home.status, home.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "gzip" in get(shop.port, "/fr/", Accept_Encoding="gzip").headers["content-encoding"]
    assert get(shop.port, "/").headers["location"] == "/fr/"


def test_the_worker_is_seen_and_everything_is_well(shop: Shop) -> None:
    until(lambda: json.loads(get(shop.port, "/healthz").body)["worker"]["state"] == "ok", 30, "the worker's sign")
    answer = json.loads(get(shop.port, "/healthz").body)
    assert [answer[name] for name in ("database", "broker", "worker")] == [{"state": "ok"}] * 3


def test_static_files_come_from_the_proxy_for_a_year(shop: Shop) -> None:
    manifest = json.loads((shop.folder / "static" / "staticfiles.json").read_text())
    hashed = next(target for source, target in manifest["paths"].items() if source == "admin/css/base.css")
    answer = get(shop.port, f"/static/{hashed}", Accept_Encoding="gzip")
    assert (answer.status, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["server"] == "nginx"
    assert "max-age=3600" in get(shop.port, "/static/admin/css/base.css").headers["cache-control"]
    assert get(shop.port, "/static/../nginx.conf").status == 404
    assert get(shop.port, "/static/none.css").status == 404


def test_pictures_come_from_the_proxy_and_are_never_executed(shop: Shop) -> None:
    answer = get(shop.port, "/media/picture.avif")
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"a picture", "image/avif")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_foreign_host_is_refused_and_plain_http_sent_to_https(shop: Shop) -> None:
    assert get(shop.port, "/fr/", Host="evil.example").status == 400
    assert get(shop.port, "/fr/", X_Forwarded_Host="evil.example").status == 200
    plain = get(shop.port, "/fr/", X_Forwarded_Proto="http")
    assert (plain.status, plain.headers["location"]) == (301, "https://shop.example/fr/")


def test_the_health_checks_of_the_containers_pass(shop: Shop) -> None:
    for name in ("web", "worker", "beat"):
        command = [put(part, shop.folder) for part in SERVICES[name]["healthcheck"]["test"][1:]]
        command = [str(shop.web_ports[0]) if part == "8000" else part for part in command]
        done = subprocess.run(command, cwd=compose.ROOT, env=shop.env, capture_output=True, check=False)
        assert done.returncode == 0, (name, done.stderr)
    assert get(shop.port, "/proxy-alive").status == 200


def test_one_web_server_may_go_and_without_any_the_proxy_says_so(shop: Shop) -> None:
    shop.processes["web-1"].terminate()
    assert shop.processes["web-1"].wait(15) == 0
    assert [get(shop.port, "/healthz").status for _ in range(6)] == [200] * 6

    shop.processes["web-2"].terminate()
    assert shop.processes["web-2"].wait(15) == 0
    away = get(shop.port, "/healthz")
    assert (away.status, away.headers["retry-after"]) == (503, "30")
    assert "La boutique se repose quelques minutes" in away.body.decode()
    assert get(shop.port, "/media/picture.avif").status == 200

    for name, port in zip(("web-1", "web-2"), shop.web_ports, strict=True):
        shop.start(name, "web", port)
    # The proxy spares a server that failed for some seconds: the next test must find both of them back.
    until(lambda: {get(shop.port, "/healthz").status for _ in range(8)} == {200}, 90, "both servers' answers")
