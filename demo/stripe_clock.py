"""The stand-in for Stripe lives in the demo's time: when the demo moves its clock, Stripe's moves along."""

import json
import urllib.request
from datetime import timedelta

from django.conf import settings

SECONDS = 10.0


def follow(offset: timedelta) -> None:
    """Sets the stand-in's clock so far ahead of true time; what falls due there happens now.

    Raises OSError when the stand-in does not answer, ValueError where there is none.
    """
    if not settings.STRIPE_API_BASE:
        raise ValueError("There is no stand-in for Stripe here.")
    request = urllib.request.Request(  # noqa: S310  an address of our own settings
        f"{settings.STRIPE_API_BASE}/_control/clock",
        json.dumps({"offset": int(offset.total_seconds())}).encode(),
        headers={"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=SECONDS).close()  # noqa: S310
