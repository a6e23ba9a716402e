"""A shopper of the rig: the calls that a browser makes, with its cookies, without the browser."""

import itertools
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from threading import Barrier
from typing import Any

import requests

_number = itertools.count(1)
TIMEOUT = 40
ADDRESS = {
    "first_name": "Łéa",
    "last_name": "Bernard",
    "line1": "12 rue des Cordeliers",
    "line2": "",
    "postcode": "44000",
    "city": "Nantes",
    "country": "FR",
    "phone": "",
}


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start every call behind one barrier; answers in the order of the calls, an exception being an answer."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait(60)
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


class Forms(HTMLParser):
    """What the forms of a page would send: {action: {name: value}}, untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._now: dict[str, str] | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._now = self.found.setdefault(given.get("action", ""), {})
        elif self._now is None:
            return
        elif tag == "input" and given.get("name"):
            kind = given.get("type", "text")
            if kind not in ("checkbox", "radio") or "checked" in given:
                self._now[given["name"]] = given.get("value", "")
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select and ("selected" in given or self._select not in self._now):
            self._now[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._now = None
        elif tag == "select":
            self._select = ""


def fields_of(answer: requests.Response, action: str) -> dict[str, str]:
    """The fields of the form on this page whose action ends so."""
    for found, fields in Forms(answer.text).found.items():
        if found.endswith(action):
            return fields
    raise AssertionError(f"{answer.url} ({answer.status_code}) has no form to {action}")


@dataclass
class Shopper:
    """One browser. `address` is the server process it talks to; `stripe` the stand-in's address."""

    address: str
    stripe: str
    number: int = field(default_factory=lambda: next(_number))
    session: requests.Session = field(default_factory=requests.Session)
    answer: Any = None

    def __post_init__(self) -> None:
        self.session.headers["X-Forwarded-For"] = (
            f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}"
        )
        self.session.headers["Accept-Language"] = "fr"

    @property
    def email(self) -> str:
        return f"shopper{self.number}@example.org"

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.address + path, timeout=TIMEOUT)

    def post(self, path: str, data: dict[str, str], **headers: str) -> requests.Response:
        marks = {"Origin": self.address, "Referer": self.address + path, "Sec-Fetch-Site": "same-origin"}
        return self.session.post(
            self.address + path, data=data, headers=marks | headers, timeout=TIMEOUT, allow_redirects=False
        )

    def form(self, path: str, action: str) -> dict[str, str]:
        """The fields of the form on this page whose action ends so."""
        return fields_of(self.get(path), action)

    def add(self, slug: str, quantity: int = 1) -> None:
        fields = self.form(f"/fr/p/{slug}/", "/basket/add/")
        self.post("/fr/basket/add/", fields | {"quantity": str(quantity)}).raise_for_status()

    def till(self, **changes: str) -> dict[str, str]:
        """The checkout's form as it would be sent, address filled in."""
        return self.filled(self.get("/fr/checkout/"), **changes)

    def filled(self, page: requests.Response, **changes: str) -> dict[str, str]:
        """The same of a page that is open already."""
        return fields_of(page, "/checkout/pay/") | ADDRESS | {"email": self.email, "delivery": "home"} | changes

    def pay(self, fields: dict[str, str] | None = None) -> requests.Response:
        """What the script of the page sends before it asks for the card."""
        fields = fields or self.till()
        token = fields.get("csrfmiddlewaretoken", "")
        self.answer = self.post("/fr/checkout/pay/", fields, Accept="application/json", **{"X-CSRFToken": token})
        return self.answer

    def card(self, secret: str, card: str = "pm_card_visa") -> dict[str, Any]:
        """Confirms the intent as Stripe's script does in the browser."""
        intent = secret.partition("_secret_")[0]
        answer = requests.post(
            f"{self.stripe}/v1/payment_intents/{intent}/confirm",
            data={"client_secret": secret, "payment_method": card, "return_url": self.address, "key": "pk_test_rig"},
            headers={"Authorization": "Bearer pk_test_rig"},
            timeout=TIMEOUT,
        )
        return dict(answer.json())

    def buy(self, slug: str, quantity: int = 1, card: str = "pm_card_visa") -> str:
        """From product page to confirmation; "placed", "sold out", or what else the shop said."""
        self.add(slug, quantity)
        return self.check_out(card)

    def check_out(self, card: str = "pm_card_visa") -> str:
        page = self.get("/fr/checkout/")
        if not page.url.endswith("/checkout/"):
            return "sold out"
        answer = self.pay(self.filled(page))
        if answer.status_code != 200:
            return "sold out" if answer.status_code in (409, 422) else f"answer {answer.status_code}"
        told = answer.json()
        if "go" in told:  # paid already: an answer got lost on the way
            return self.done(told["go"])
        paid = self.card(told["client_secret"], card)
        if paid.get("status") != "succeeded":
            return f"card {paid.get('status') or paid.get('error', {}).get('code')}"
        return self.done(told["return_url"])

    def done(self, path: str) -> str:
        page = self.session.get(path if path.startswith("http") else self.address + path, timeout=TIMEOUT)
        number = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.text)
        return "placed" if number else f"no order ({page.status_code})"
