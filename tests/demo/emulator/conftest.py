"""An emulator in this process, the real stripe library in front of it, and behind it a shop that only listens."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import stripe

from demo.emulator.engine import Engine, Settings
from demo.emulator.server import Server

SECRET = "whsec_of_this_test"


class Shop:
    """A webhook address: keeps what comes, answers what `answers` says (200 when it is empty)."""

    def __init__(self) -> None:
        self.received: list[tuple[bytes, str]] = []
        self.answers: list[int] = []
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                shop.received.append((body, self.headers["Stripe-Signature"]))
                self.send_response(shop.answers.pop(0) if shop.answers else 200)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        class Listener(ThreadingHTTPServer):
            # Five waiting callers, the library's figure, turn the sixth away when twenty come at once.
            request_queue_size = 128

        self.server = Listener(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/stripe/"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def kinds(self) -> list[str]:
        return [json.loads(body)["type"] for body, _ in self.received]


class Emulator:
    """The server, and its control address."""

    def __init__(self, server: Server) -> None:
        self.server, self.url, self.engine = server, server.url, server.engine

    def client(self, **options: Any) -> stripe.StripeClient:
        options = {"max_network_retries": 0} | options
        return stripe.StripeClient("sk_test_emulator", base_addresses={"api": self.url}, **options)

    def control(self, name: str, /, **given: Any) -> Any:
        """POST with what is given, GET for `look`."""
        look = given.pop("look", False)
        request = urllib.request.Request(
            f"{self.url}/_control/{name}",
            data=None if look else json.dumps(given).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.load(response)

    def kinds(self) -> list[str]:
        """The types of all events, oldest first."""
        return [event["type"] for event in self.control("events", look=True)["events"]]


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.server.shutdown()
    shop.server.server_close()


@pytest.fixture
def emulator(tmp_path: Path, shop: Shop) -> Iterator[Emulator]:
    server = Server(Engine(tmp_path, Settings(webhook=shop.url, secret=SECRET)), 0).serve_in_background()
    yield Emulator(server)
    server.close()


@pytest.fixture
def client(emulator: Emulator) -> stripe.StripeClient:
    return emulator.client()


def paid(
    client: stripe.StripeClient, amount: int = 6700, card: str = "pm_card_visa", options: Any = None, **more: Any
) -> stripe.PaymentIntent:
    """An intent confirmed at once."""
    return client.v1.payment_intents.create(
        {
            "amount": amount,
            "currency": "eur",
            "confirm": True,
            "payment_method": card,
            "return_url": "http://localhost/back",
        }
        | more,
        options,
    )


def basket(**more: Any) -> dict[str, Any]:
    """The parameters of a Checkout Session: two mugs of 19 € and one poster of 34 €."""
    lines = (("Mug Vagues", 1900, 2), ("Affiche Phare", 3400, 1))
    return {
        "mode": "payment",
        "line_items": [
            {"price_data": {"currency": "eur", "unit_amount": cents, "product_data": {"name": name}}, "quantity": count}
            for name, cents, count in lines
        ],
        "success_url": "http://localhost/done?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://localhost/basket",
    } | more


def rate(name: str, cents: int) -> dict[str, Any]:
    return {
        "shipping_rate_data": {
            "type": "fixed_amount",
            "display_name": name,
            "fixed_amount": {"amount": cents, "currency": "eur"},
            "delivery_estimate": {
                "minimum": {"unit": "business_day", "value": 2},
                "maximum": {"unit": "business_day", "value": 3},
            },
        }
    }
