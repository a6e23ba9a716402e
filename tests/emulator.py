"""The stand-in for Stripe beside the tests: one for the whole run, emptied for each test that asks for `stripe`.

    def test_…(stripe: Stripe) -> None:
        payment = services.begin_card(…)
        stripe.pay(payment.intent_id)                 as a browser would, with pm_card_visa
        stripe.hand_over(client)                      its events, signed, to the webhook address; then work_events()

Other processes are told of it by `stripe.environment`.
"""

import json
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from demo.emulator import webhooks
from demo.emulator.clock import Clock, true_time
from demo.emulator.engine import Engine, Settings
from demo.emulator.server import Server

SECRET = "whsec_of_the_tests"
ADDRESS = "/webhooks/stripe/"


class Stripe:
    """The emulator and its control address (demo/emulator/README.md)."""

    def __init__(self) -> None:
        engine = Engine(":memory:", Settings(secret=SECRET))
        # A test that travels moves the clock of this whole process. Stripe stays where it is, or what is at work at
        # the bank would end by itself, some of the time: `advance` is how it moves.
        started = time.time() - time.perf_counter()  # noqa: TID251  Stripe's clock, not the shop's
        engine.clock = Clock(source=lambda: started + time.perf_counter())
        self.server = Server(engine, 0).serve_in_background()
        self.engine, self.url = self.server.engine, self.server.url

    @property
    def environment(self) -> dict[str, str]:
        """What a shop in another process must be told."""
        return {
            "STRIPE_SECRET_KEY": "sk_test_emulator",
            "STRIPE_PUBLISHABLE_KEY": "pk_test_emulator",
            "STRIPE_WEBHOOK_SECRET": SECRET,
            "STRIPE_API_BASE": self.url,
        }

    def tells(self, shop: str) -> None:
        """Events go to this shop by themselves from now on: "http://127.0.0.1:8001"."""
        self.engine.settings.webhook = shop.rstrip("/") + ADDRESS

    def control(self, name: str, /, **given: Any) -> Any:
        """POST to /_control/<name>; GET with `look=True`."""
        look = given.pop("look", False)
        request = urllib.request.Request(
            f"{self.url}/_control/{name}",
            data=None if look else json.dumps(given).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def pay(self, intent_id: str, card: str = "pm_card_visa") -> Any:
        """Pays an intent; a decline answers 402 (urllib.error.HTTPError)."""
        return self.control(f"pay/{intent_id}", payment_method=card)

    def pay_session(self, session_id: str, **given: Any) -> Any:
        """Fills and pays a hosted page: email, name, phone, address, shipping_rate, payment_method."""
        return self.control(f"pay-session/{session_id}", **given)

    def refund_by_hand(self, intent_id: str, amount: int) -> None:
        """What somebody does in Stripe's dashboard, past the shop."""
        body = urllib.parse.urlencode({"payment_intent": intent_id, "amount": amount}).encode()
        request = urllib.request.Request(
            f"{self.url}/v1/refunds", body, headers={"Authorization": "Bearer sk_test_dashboard"}
        )
        urllib.request.urlopen(request, timeout=20).close()

    def fail(self, kind: str, path: str = "*", **given: Any) -> None:
        """The next call that matches goes wrong: error_after, error_before, lost_reply, hang, rate_limit."""
        self.control("faults", kind=kind, path=path, **given)

    def events(self) -> list[dict[str, Any]]:
        """Every event as it is sent, oldest first."""
        return list(reversed(self.engine.store.all("event")))

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Every object of a kind ("payment_intent", "refund", "checkout.session"), newest first."""
        return self.engine.store.all(kind)

    def signed(self, event: dict[str, Any], *, secret: str = SECRET, age: int = 0) -> tuple[str, str]:
        """Body and signature of an event, as Stripe would send them; `age` in seconds."""
        body = json.dumps(event, indent=2)
        return body, webhooks.signature(body, secret, int(true_time()) - age)

    def post(self, client: Client, event: dict[str, Any], **forged: Any) -> int:
        """Sends one event to the shop through a test client; the status answered."""
        body, signature = self.signed(event, **forged)
        answer = client.post(ADDRESS, body, content_type="application/json", headers={"stripe-signature": signature})
        return answer.status_code

    def hand_over(self, client: Client | None = None) -> list[int]:
        """Sends every event so far, oldest first; what was answered."""
        return [self.post(client or Client(), event) for event in self.events()]


@pytest.fixture(scope="session")
def stripe_server() -> Iterator[Stripe]:
    """One emulator for the run of this worker."""
    stripe = Stripe()
    yield stripe
    stripe.server.close()


@pytest.fixture
def stripe(stripe_server: Stripe, settings: Any) -> Iterator[Stripe]:
    """An empty emulator, and a shop that takes it for Stripe."""
    stripe_server.engine.settings.webhook = ""
    stripe_server.engine.reset()
    for name, value in stripe_server.environment.items():
        setattr(settings, name, value)
    yield stripe_server
    stripe_server.engine.settings.webhook = ""
    stripe_server.engine.faults.clear()
