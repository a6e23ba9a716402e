"""The environment, read once and typed. A value that cannot be read stops the start with one sentence."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

PROFILES = ("production", "demo", "test")
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable, without surrounding spaces."""
    return str(env.str(name, default=default)).strip()


def flag(name: str, default: bool = False) -> bool:
    """A yes or a no. environ reads "maybe" as no, so it is done here; raises ImproperlyConfigured."""
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")
    return value in TRUE


def number(name: str, default: int) -> int:
    """A whole number, not below nought; raises ImproperlyConfigured."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.")
    return int(value)


def names(name: str, default: list[str] | None = None) -> list[str]:
    """A comma-separated list without empty entries."""
    return [part.strip() for part in text(name, ",".join(default or [])).split(",") if part.strip()]


def profile() -> str:
    """Which shop this is: production, demo or test. Raises ImproperlyConfigured on any other word."""
    value = text("PROFILE", "production")
    if value not in PROFILES:
        raise ImproperlyConfigured(f"PROFILE is {value!r}: it must be one of {', '.join(PROFILES)}.")
    return value


def folder(name: str, default: Path) -> Path:
    """A folder, relative ones below the project."""
    return (ROOT / text(name, str(default))).resolve()


def database(var: Path) -> dict[str, Any]:
    """Django's DATABASES["default"] from DATABASE_URL; SQLite below `var` when there is none."""
    url = text("DATABASE_URL")
    if not url:
        config: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(var / "db.sqlite3")}
    else:
        config = dict(env.db_url_config(url))
    options = dict(config.get("OPTIONS", {}))
    if "sqlite" in config["ENGINE"]:
        # Immediate: a reader that turns writer would fail at once instead of waiting its turn.
        options |= {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        }
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        options.setdefault("connect_timeout", 5)
    return config | {"OPTIONS": options, "ATOMIC_REQUESTS": False}
