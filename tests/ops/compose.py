"""docker-compose.yml as the tests read it: its services, their commands, and what a service may hold."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = {"type": "string", "minLength": 1}
COMMAND = {"type": "array", "items": TEXT, "minItems": 1}
NAMES = {"type": "array", "items": TEXT, "uniqueItems": True}
SECONDS = {"type": "string", "pattern": "^[0-9]+s$"}

# The part of the Compose specification that our file uses: whatever else stands in it is a mistake.
SERVICE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["image", "restart", "logging"],
    "properties": {
        "image": TEXT,
        "build": TEXT,
        "env_file": TEXT,
        "environment": {"type": "object", "additionalProperties": {"type": "string"}},
        "user": {"type": "string", "pattern": "^[1-9][0-9]*:[1-9][0-9]*$"},
        "command": COMMAND,
        "read_only": {"const": True},
        "tmpfs": NAMES,
        "cap_drop": {"const": ["ALL"]},
        "security_opt": {"const": ["no-new-privileges:true"]},
        "networks": NAMES,
        "restart": {"enum": ["no", "unless-stopped"]},
        "stop_grace_period": SECONDS,
        "logging": {"type": "object"},
        "volumes": {"type": "array", "items": {"type": "string", "pattern": "^[^:]+:/[^:]+(:ro)?$"}},
        "ports": {"type": "array", "items": {"type": "string", "pattern": r"^\$\{[A-Z_]+:-[0-9]+\}:[0-9]+$"}},
        "deploy": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"replicas": {"type": "integer", "minimum": 1}},
        },
        "depends_on": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["condition"],
                "properties": {
                    "condition": {"enum": ["service_healthy", "service_completed_successfully"]},
                    "restart": {"type": "boolean"},
                },
            },
        },
        "healthcheck": {
            "type": "object",
            "additionalProperties": False,
            "required": ["test", "interval", "timeout", "retries"],
            "properties": {
                "test": {"type": "array", "prefixItems": [{"const": "CMD"}], "items": TEXT, "minItems": 2},
                "interval": SECONDS,
                "timeout": SECONDS,
                "start_period": SECONDS,
                "retries": {"type": "integer", "minimum": 1},
            },
        },
    },
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "services", "networks", "volumes"],
    "patternProperties": {"^x-": {"type": "object"}},
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z][a-z0-9_-]*$"},
        "services": {"type": "object", "additionalProperties": SERVICE},
        "networks": {"type": "object"},
        "volumes": {"type": "object"},
    },
}


def read() -> dict[str, Any]:
    """The whole file, anchors and merges resolved."""
    loaded = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert isinstance(loaded, dict)
    return loaded


def example_environment() -> dict[str, str]:
    """deploy/example.env, as Compose reads an env_file."""
    pairs: dict[str, str] = {}
    for line in (ROOT / "deploy" / "example.env").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            pairs[name] = value.strip('"')
    return pairs
