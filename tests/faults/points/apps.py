"""Wraps the steps of a purchase. A file named after the point in FAULT_POINTS arms it; taking the file away fires."""

import os
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.apps import AppConfig

FOLDER = Path(os.environ.get("FAULT_POINTS") or "/nonexistent")


def armed(point: str) -> bool:
    """Whether this process is the one to die here: of several only one can take the file away."""
    try:
        (FOLDER / point).unlink()
    except FileNotFoundError:
        return False
    return True


def fatal(step: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """The same act, with a point of failure before and one after it."""

    @wraps(act)
    def done(*args: Any, **kwargs: Any) -> Any:
        if armed(f"before-{step}"):
            os.kill(os.getpid(), signal.SIGKILL)
        answer = act(*args, **kwargs)
        if armed(f"after-{step}"):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return done


class PointsConfig(AppConfig):
    name = "tests.faults.points"
    label = "fault_points"

    def ready(self) -> None:
        from shop.cart import services as cart
        from shop.checkout.services import paying, placing, settling
        from shop.order import services as orders
        from shop.payment import services as payments
        from shop.stock import holds

        for step, home, name in (
            ("hold", holds, "hold"),
            ("intent", payments, "begin_card"),
            ("look", payments, "look"),
            ("write", orders, "write"),
            ("capture", holds, "capture"),
            ("close-basket", cart, "submitted"),
            ("place", placing, "place"),
        ):
            setattr(home, name, fatal(step, getattr(home, name)))
        settling.place = placing.place
        paying.payments = payments
