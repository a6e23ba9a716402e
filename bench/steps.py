"""What a purchase costs, step by step: CPU and statements of one server process. Run by bench/costs.py in the shop.

CPU seconds do not care who else is at work on the machine, so these figures can be compared on a busy one.
"""

import cProfile
import hashlib
import hmac
import json
import os
import pstats
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler

from bench.processes import cpu_of
from bench.purchases import READY, WAY, reckoned
from catalog.models import ShelfItem
from shop import clock
from shop.mail import services as mail
from shop.payment import services as payments
from shop.payment.services.events import BATCH
from tests.faults.shopper import ADDRESS, Forms

Answer = Any
HEADERS: dict[str, Any] = {
    "REMOTE_ADDR": "127.0.0.1",
    "HTTP_HOST": "127.0.0.1",
    "HTTP_ACCEPT_LANGUAGE": "fr",
    "HTTP_SEC_FETCH_SITE": "same-origin",
}
HANDLER = ClientHandler(enforce_csrf_checks=True)


class Costs:
    """CPU milliseconds and statements by step, of this process."""

    def __init__(self, profiled: str) -> None:
        self.cpu: defaultdict[str, list[float]] = defaultdict(list)
        self.statements: defaultdict[str, list[int]] = defaultdict(list)
        self.said: dict[str, Counter[str]] = defaultdict(Counter)
        self._profiled, self._profiles = (
            profiled,
            defaultdict[str, cProfile.Profile](lambda: cProfile.Profile(time.process_time)),
        )

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        count = 0

        def counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += 1
            self.said[name][sql] += 1
            return execute(sql, params, many, context)

        watched = self._profiled in (name, "all")
        with connection.execute_wrapper(counted):
            begun = time.process_time()
            if watched:
                self._profiles[name].enable()
            yield
            if watched:
                self._profiles[name].disable()
            self.cpu[name].append((time.process_time() - begun) * 1_000)
        self.statements[name].append(count)

    def told(self) -> list[list[Any]]:
        """[step, CPU ms, statements], the mean of the middle half of the runs."""
        return [[name, middle(took), middle(self.statements[name])] for name, took in self.cpu.items()]

    def each(self, name: str, things: int) -> list[float]:
        """[CPU ms, statements] of a step divided by what it did."""
        return [sum(self.cpu[name]) / max(things, 1), sum(self.statements[name]) / max(things, 1)]

    def explain(self) -> None:
        """On stderr: where each profiled step spends its time, and its statements."""
        for step, profile in self._profiles.items():
            print(f"\n=== {step}, {len(self.cpu[step])} times", file=sys.stderr)
            for order, lines in (("tottime", 40), ("cumtime", 130)):
                pstats.Stats(profile, stream=sys.stderr).sort_stats(order).print_stats(lines)
            for sql, times in self.said[step].most_common():
                print(f"{times:5} {sql[:2_000]}", file=sys.stderr)


def middle(values: list[Any]) -> float:
    """The mean of the middle half: what a first run or a collected garbage costs is not in it."""
    ordered = sorted(values)
    kept = ordered[len(ordered) // 4 : max(len(ordered) * 3 // 4, len(ordered) // 4 + 1)]
    return float(sum(kept) / len(kept))


def browser(**headers: Any) -> Client:
    """A client without cookies, on the one handler of this process: a server builds its middleware once."""
    client = Client(enforce_csrf_checks=True, headers=None, query_params=None, **HEADERS | headers)
    client.handler = HANDLER
    return client


class Buyer:
    """One browser without a network: it talks to the shop in this process, and to the stand-in for Stripe by HTTP."""

    def __init__(self, number: int, costs: Costs) -> None:
        self.number, self.costs = number, costs
        ip = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.client = browser(HTTP_X_FORWARDED_FOR=ip)

    def get(self, step: str, path: str) -> Answer:
        with self.costs.step(step):
            answer = self.client.get(path)
            answer.content  # noqa: B018  rendered by then
        return answer

    def post(self, step: str, path: str, fields: dict[str, str], **headers: Any) -> Answer:
        with self.costs.step(step):
            return self.client.post(path, fields, HTTP_ORIGIN="http://127.0.0.1", **headers)

    def buy(self, slugs: list[str]) -> str:
        """A purchase of these goods; the reference of its payment."""
        for slug in slugs:
            page = self.get("product page", f"/fr/p/{slug}/")
            fields = _form(page, "/basket/add/") | {"quantity": "1"}
            assert self.post("add to basket", "/fr/basket/add/", fields).status_code in (200, 302, 303)
        page = self.get("checkout page", "/fr/checkout/")
        fields = _form(page, "/checkout/pay/") | ADDRESS
        fields |= {"email": f"shopper{self.number}@example.org", "delivery": WAY}
        marks = {"HTTP_ACCEPT": "application/json", "HTTP_X_CSRFTOKEN": fields["csrfmiddlewaretoken"]}
        kept = self.post("what is typed, kept and reckoned", "/fr/checkout/keep/", fields, **marks)
        answer = self.post("pay", "/fr/checkout/pay/", fields | reckoned(kept.json()), **marks)
        assert answer.status_code == 200, answer.content[:2_000]
        told = answer.json()
        confirm(told["client_secret"])
        done = self.get("settle and confirmation", urlsplit(told["return_url"]).path)
        assert re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", done.content.decode()), "no order was placed"
        return str(told["client_secret"]).partition("_secret_")[0]


def _form(page: Answer, action: str) -> dict[str, str]:
    for found, fields in Forms(page.content.decode()).found.items():
        if found.endswith(action):
            return fields
    raise AssertionError(f"no form to {action} ({page.status_code})")


def confirm(secret: str) -> None:
    intent = secret.partition("_secret_")[0]
    data = {"client_secret": secret, "payment_method": "pm_card_visa", "return_url": "http://127.0.0.1/"}
    answer = requests.post(
        f"{settings.STRIPE_API_BASE}/v1/payment_intents/{intent}/confirm",
        data=data | {"key": "pk_test_bench"},
        headers={"Authorization": "Bearer pk_test_bench"},
        timeout=30,
    )
    assert answer.json()["status"] == "succeeded", answer.text


def hooks(costs: Costs) -> int:
    """What Stripe tells of the purchases since, and told again; how many events."""
    found = requests.get(
        f"{settings.STRIPE_API_BASE}/v1/events?limit=100", headers={"Authorization": "Bearer sk_test_bench"}, timeout=30
    ).json()["data"]
    client = browser()
    for step in ("webhook", "webhook told again"):
        for event in found:
            body, moment = json.dumps(event, indent=2), int(clock.now().timestamp())
            sign = hmac.new(settings.STRIPE_WEBHOOK_SECRET.encode(), f"{moment}.{body}".encode(), hashlib.sha256)
            with costs.step(step):
                seal = f"t={moment},v1={sign.hexdigest()}"
                answer = client.post("/webhooks/stripe/", body, "application/json", HTTP_STRIPE_SIGNATURE=seal)
            assert answer.status_code == 200, answer.content
    return len(found)


def main() -> None:
    """Prints one line of JSON: the steps, and what the processes beside took a purchase. Told by BENCH_STEPS."""
    told = json.loads(os.environ["BENCH_STEPS"])
    times, lines = told["times"], told["lines"]
    exec(READY)  # the same words that prepare the shop for the load
    slugs = list(ShelfItem.objects.order_by("pk").values_list("slug_fr", flat=True)[:100])
    first = Buyer(1, Costs(""))
    for slug in slugs:  # pages are warm, as for all but their first visitor
        first.get("", f"/fr/p/{slug}/")
    for number in range(2, 5):
        Buyer(number, Costs("")).buy(slugs[:1])
    connection.ensure_connection()
    backend = int(connection.connection.info.backend_pid)
    costs, beside = Costs(told["profiled"]), Costs(told["profiled"])
    before = cpu_of(told["emulator"]), cpu_of(backend)
    for number in range(times):
        Buyer(1_000 + number, costs).buy([slugs[(number + place) % len(slugs)] for place in range(lines)])
    after = cpu_of(told["emulator"]), cpu_of(backend)
    took = [(end - begun) * 1_000 / times for begun, end in zip(before, after, strict=True)]
    _basket_of_ten(costs, slugs, times)
    events = hooks(costs)
    with beside.step("events"):
        payments.work_events()
    with beside.step("mails"):
        sent = mail.sweep(seconds=20, limit=times)["sent"]
    for each in (costs, beside):
        each.explain()
    found = {"steps": costs.told(), "emulator": took[0], "database": took[1], "told": events / times}
    print(json.dumps(found | {"event": beside.each("events", min(events, BATCH)), "mail": beside.each("mails", sent)}))


def _basket_of_ten(costs: Costs, slugs: list[str], times: int) -> None:
    buyer = Buyer(9_000, Costs(""))
    for slug in slugs[:10]:
        fields = _form(buyer.get("", f"/fr/p/{slug}/"), "/basket/add/") | {"quantity": "1"}
        buyer.post("", "/fr/basket/add/", fields)
    buyer.costs = costs
    for _ in range(times):
        buyer.get("basket of ten", "/fr/basket/")
        buyer.get("a bare view, to compare with", "/bare/")
