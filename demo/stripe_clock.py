"""The stand-in for Stripe lives in the demo's time: when the demo moves its clock, Stripe's moves along."""

import json
import urllib.request
from datetime import timedelta
from typing import Any

from django.conf import settings

SECONDS = 10.0


def follow(offset: timedelta) -> None:
    """Sets the stand-in's clock so far ahead of true time; what falls due there happens now.

    Raises OSError when the stand-in does not answer, ValueError where there is none.
    """
    control("clock", {"offset": int(offset.total_seconds())})


def control(name: str, given: dict[str, Any]) -> Any:
    """What the stand-in answers to a POST to `/_control/<name>`. Raises OSError and ValueError as `follow` does."""
    if not settings.STRIPE_API_BASE:
        raise ValueError("There is no stand-in for Stripe here.")
    request = urllib.request.Request(  # noqa: S310  an address of our own settings
        f"{settings.STRIPE_API_BASE}/_control/{name}",
        json.dumps(given).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        return json.load(answer)
