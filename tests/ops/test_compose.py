"""docker-compose.yml holds together: known keys, names that exist, nobody root, everybody healthy before the next."""

import re
from typing import Any

import jsonschema
import pytest

from demo.run import worker_command
from shop.celery import app
from tests.ops import compose

FILE = compose.read()
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
OURS = ["migrate", "web", "worker", "beat"]
# The whole environment that the settings and the file itself ask for.
REQUIRED = {"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "POSTGRES_PASSWORD"}


def test_the_file_keeps_to_the_specification() -> None:
    jsonschema.validate(FILE, compose.SCHEMA)


def test_the_services_are_these() -> None:
    assert sorted(SERVICES) == sorted(["postgres", "redis", "proxy", *OURS])
    assert SERVICES["web"]["deploy"]["replicas"] == 2


def test_every_name_used_is_declared() -> None:
    for service in SERVICES.values():
        assert set(service.get("networks", [])) <= set(FILE["networks"])
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in FILE["volumes"] or (compose.ROOT / source).is_file()


@pytest.mark.parametrize("name", [*OURS, "proxy"])
def test_our_processes_have_no_rights_they_do_not_need(name: str) -> None:
    service = SERVICES[name]
    assert service["user"] not in ("0:0", "root")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "ports" not in service or name == "proxy"


@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_data_cannot_be_reached_from_outside(name: str) -> None:
    assert SERVICES[name]["networks"] == ["data"]
    assert FILE["networks"]["data"] == {"internal": True}
    assert "ports" not in SERVICES[name]


def test_whatever_stays_has_a_health_check() -> None:
    assert [name for name, service in SERVICES.items() if "healthcheck" not in service] == ["migrate"]


def test_nobody_starts_before_the_tables_are_there() -> None:
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert SERVICES["proxy"]["depends_on"]["web"] == {"condition": "service_healthy", "restart": True}


def test_what_is_uploaded_is_what_the_proxy_serves() -> None:
    for folder in ("static", "media"):
        place = f"/srv/{folder}"
        assert f"{folder}:{place}:ro" in SERVICES["proxy"]["volumes"]
        assert SERVICES["web"]["environment"][f"{folder.upper()}_ROOT"] == place
        assert f"alias {place}/;" in (compose.ROOT / "deploy" / "nginx.conf").read_text()
    assert "static:/srv/static" in SERVICES["migrate"]["volumes"]
    assert "media:/srv/media" in SERVICES["worker"]["volumes"]


def test_the_server_is_never_left_hanging_at_its_start() -> None:
    command = SERVICES["web"]["command"]
    assert command[command.index("--workers-kill-timeout") + 1] == "3"
    assert '"--workers-kill-timeout", "3"' in (compose.ROOT / "Dockerfile").read_text()


def test_a_web_process_that_ends_is_replaced_and_its_threads_are_bounded() -> None:
    """Each thread may hold a connection to the database, which takes a hundred."""
    command = SERVICES["web"]["command"]
    assert "--respawn-failed-workers" in command
    processes = SERVICES["web"]["deploy"]["replicas"] * int(command[command.index("--workers") + 1])
    assert processes * int(command[command.index("--blocking-threads") + 1]) <= 40
    image = (compose.ROOT / "Dockerfile").read_text()
    assert '"--respawn-failed-workers", "--blocking-threads", "8", "--backpressure", "128"' in image


def test_the_example_environment_is_complete() -> None:
    named = compose.example_environment()
    text = (compose.ROOT / "docker-compose.yml").read_text()
    demanded = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    assert demanded | REQUIRED <= set(named)
    assert named["DATABASE_URL"].split(":")[2].split("@")[0] == named["POSTGRES_PASSWORD"]


def test_the_image_runs_as_nobody_and_installs_by_hash() -> None:
    lines = (compose.ROOT / "Dockerfile").read_text().splitlines()
    assert "USER 10001:10001" in lines
    assert lines.index("USER 10001:10001") > max(i for i, line in enumerate(lines) if line.startswith("RUN "))
    assert "RUN python -m deploy.install production" in "\n".join(lines)
    assert not [line for line in lines if "pip install" in line]


@pytest.mark.parametrize("command", [SERVICES["worker"]["command"], worker_command("demo", "beat-schedule")])
def test_the_worker_takes_from_every_queue_that_tasks_go_to(command: list[str]) -> None:
    """Without `--queues` a worker takes from all that are declared; so none of them may be named, or all."""
    assert not {"-Q", "--queues", "-X", "--exclude-queues"} & {word.split("=")[0] for word in command}
    taken = set(app.amqp.queues.consume_from)
    sent = {app.amqp.router.route({}, task)["queue"].name for task in app.tasks}
    assert sent <= taken
    assert {app.amqp.router.route({}, f"{room}.sweep")["queue"].name for room in ("checkout", "returns")} == {"money"}
    assert "money" in taken
