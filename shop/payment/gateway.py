"""The one place that talks to Stripe, by unmodified stripe-python; loading that takes half a second, so it comes late.

A `Visit` is what one page or task may ask: all its calls together take SECONDS at most, and no transaction is open.
"""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import connection

from shop.payment.errors import Refused, SpoiltKey, StripeDown

if TYPE_CHECKING:
    from stripe import RequestOptions, StripeClient

T = TypeVar("T")
SECONDS = 8.0
CONNECT = 3.0
# Less than this is not worth a call.
LEAST = 0.3
# Another process is asking under the same key: its answer will be ours in a moment.
PAUSE = 0.2
# Seconds for which a signed event is believed: replays of old ones are not.
TOLERANCE = 300
_local = threading.local()


class Visit:
    """Calls to Stripe under one deadline."""

    def __init__(self) -> None:
        self._ends = time.monotonic() + SECONDS

    @property
    def left(self) -> float:
        return self._ends - time.monotonic()

    def ask(self, do: "Callable[[StripeClient, RequestOptions], T]", key: str = "") -> T:
        """The answer to one call, a write under its stored key. Raises StripeDown, SpoiltKey, Refused."""
        # Tests' own transaction is none in this sense; any other must not wait for a network.
        if any(not block._from_testcase for block in connection.atomic_blocks):  # type: ignore[attr-defined]
            raise RuntimeError("Stripe is not asked while a database transaction is open.")
        while True:
            try:
                return self._ask_once(do, key)
            except _KeyInUse:
                if self.left < PAUSE + LEAST:
                    raise StripeDown("somebody else is asking the same and has no answer yet") from None
                time.sleep(PAUSE)

    def _ask_once(self, do: "Callable[[StripeClient, RequestOptions], T]", key: str) -> T:
        import stripe

        if self.left < LEAST:
            raise StripeDown("no time left")
        options: RequestOptions = {"idempotency_key": key} if key else {}
        try:
            return do(client(self.left), options)
        except stripe.APIConnectionError as error:
            raise StripeDown(_cause(error)) from error
        except stripe.IdempotencyError as error:
            # The same key with other parameters: a slip of ours, and nothing was done.
            raise Refused("idempotency", str(error)) from error
        except (stripe.CardError, stripe.InvalidRequestError) as error:
            raise Refused(error.code or "invalid", str(error.user_message), str(error.param or "")) from error
        except stripe.StripeError as error:
            if error.http_status == 409 or error.code == "lock_timeout":
                raise _KeyInUse from error
            if key and _is_replayed(error):
                raise SpoiltKey(str(error)) from error
            # Keys of the API that Stripe does not take are as good as no Stripe, until somebody puts them right.
            raise StripeDown(f"{type(error).__name__}: {error}") from error


class _KeyInUse(Exception):
    """409: a call with this key, or another one that changes the same object, is at work."""


def client(seconds: float) -> "StripeClient":
    """Stripe, with so many seconds for one call. Costs microseconds: connections are kept for each thread."""
    import requests
    from stripe import RequestsClient, StripeClient

    base = settings.STRIPE_API_BASE
    if getattr(_local, "base", None) != base:
        _local.base, _local.session = base, requests.Session()
        # The stand-in lives on this machine: no proxy leads there.
        _local.session.trust_env = not base
    connect = min(CONNECT, seconds / 2)
    timeout = (connect, seconds - connect)
    return StripeClient(
        settings.STRIPE_SECRET_KEY or "sk_missing",
        base_addresses={"api": base} if base else None,
        http_client=RequestsClient(timeout=timeout, session=_local.session),
        # Ours are the retries: a hidden one would double the time, and only we know the stored key.
        max_network_retries=0,
    )


class BadSignature(Exception):
    """Not Stripe's, or too old, or no event at all."""


def signed_event(body: bytes, signature: str) -> tuple[str, str]:
    """Id and type of an event that Stripe signed at most five minutes ago. Raises BadSignature."""
    import stripe

    if not settings.STRIPE_WEBHOOK_SECRET:
        raise BadSignature("STRIPE_WEBHOOK_SECRET is missing")
    try:
        event = client(SECONDS).construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET, tolerance=TOLERANCE)
        return str(event.id), str(event.type)
    except stripe.SignatureVerificationError as error:
        raise BadSignature(str(error.user_message)) from error
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise BadSignature(f"no event ({type(error).__name__})") from error


def _is_replayed(error: Any) -> bool:
    headers = {str(name).lower(): value for name, value in (error.headers or {}).items()}
    return headers.get("idempotent-replayed") == "true"


def _cause(error: Any) -> str:
    """What went wrong, without the library's advice to write to Stripe."""
    cause = error.__cause__
    return type(cause).__name__ if cause is not None else type(error).__name__
