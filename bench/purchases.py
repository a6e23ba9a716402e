"""Whole purchases: eight shoppers from product page to confirmation, beside the pages they meet on the way.

The stand-in for Stripe answers on the same two cores, and so do the shoppers: all of it is in the figure.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from bench import rig
from bench.processes import backends, children, cpu_of
from demo.sign_ins import SHOPPER
from tests.faults.shopper import Shopper
from tests.smtp import free_port

SHOPPERS = 8
PEER = 86  # whole purchases a minute of stock Oscar 4.2.1 by eight shoppers, measured on such a machine
SECRET = "whsec_of_the_bench"

WAY = "domicile"  # how the demo delivers to the door

READY = """
from shop.stock.models import StockRecord
StockRecord.objects.update(num_in_stock=1_000_000, num_allocated=0)
"""


@contextmanager
def stripe(webhook: str = f"http://127.0.0.1:{rig.PORT}/webhooks/stripe/") -> Iterator[tuple[dict[str, str], int]]:
    """The stand-in: what the shop has to be told of it, and the number of its process."""
    port = free_port()
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "demo.emulator", "--port", str(port), "--dir", folder, "--secret", SECRET]
        command += ["--webhook", webhook] if webhook else []
        process = subprocess.Popen(command, cwd=rig.ROOT, env=os.environ | {"PROFILE": "test"})
        try:
            told = {
                "STRIPE_API_BASE": f"http://127.0.0.1:{port}",
                "STRIPE_SECRET_KEY": "sk_test_bench",
                "STRIPE_PUBLISHABLE_KEY": "pk_test_bench",
                "STRIPE_WEBHOOK_SECRET": SECRET,
            }
            yield told, process.pid
        finally:
            process.terminate()
            process.wait(20)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1_000


def p50_p95(times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


def check_out(shopper: Shopper) -> str:
    """As a browser does it: the page, what is typed kept and reckoned, pay, the card, the confirmation."""
    fields = shopper.filled(shopper.get("/fr/checkout/"), delivery=WAY)
    marks = {"Accept": "application/json", "X-CSRFToken": fields["csrfmiddlewaretoken"]}
    fields |= reckoned(shopper.post("/fr/checkout/keep/", fields, **marks).json())
    answer = shopper.pay(fields)
    if answer.status_code != 200:
        return f"answer {answer.status_code}"
    told = answer.json()
    paid = shopper.card(told["client_secret"])
    return shopper.done(told["return_url"]) if paid.get("status") == "succeeded" else f"card {paid}"


def reckoned(parts: dict[str, Any]) -> dict[str, str]:
    """What the script of the page puts into the form: the sum that is shown now, and what it was reckoned from."""
    found = re.search(r'name="shown_total" value="(\d+)"', parts["order"])
    assert found is not None
    return {"shown_total": found[1], "ticket": parts["ticket"]}


class Meter:
    """CPU by process of everything that takes part in a purchase."""

    def __init__(self, server: int, emulator: int, database: str) -> None:
        self.server, self.emulator, self.database = server, emulator, database
        self.before: dict[str, float] = {}
        self.before = self.read()

    def read(self) -> dict[str, float]:
        """Seconds since `before`, by name."""
        shop = [self.server, *children(self.server)]
        now = {
            f"the shop's {rig.WORKERS} processes": sum(map(cpu_of, shop)),
            "PostgreSQL": sum(map(cpu_of, backends(self.database))),
            "the stand-in for Stripe": cpu_of(self.emulator),
            "the shoppers": time.process_time(),
        }
        return {name: cpu - self.before.get(name, 0) for name, cpu in now.items()}


def shop(
    address: str, told: dict[str, str], slugs: list[str], seconds: int, processes: tuple[int, int, str]
) -> list[str]:
    """Buys for so long with eight shoppers; lines of the table."""
    done, went_wrong, paying, ends = [0] * SHOPPERS, list[str](), list[float](), 0.0

    def one(place: int) -> None:
        while time.perf_counter() < ends:
            shopper = Shopper(address, told["STRIPE_API_BASE"])
            shopper.add(slugs[(place + done[place]) % len(slugs)])
            begun = time.perf_counter()
            answer = check_out(shopper)
            paying.append((time.perf_counter() - begun) * 1_000)
            if answer == "placed":
                done[place] += 1
            else:
                went_wrong.append(answer)

    with ThreadPoolExecutor(SHOPPERS) as pool:  # each worker's first requests load what it needs
        list(pool.map(Shopper(address, told["STRIPE_API_BASE"]).get, [f"/fr/p/{slug}/" for slug in slugs] * 4))
        list(pool.map(lambda place: check_out_of(address, told, slugs[place]), range(SHOPPERS)))
    meter, begun = Meter(*processes), time.perf_counter()
    ends = begun + seconds
    with ThreadPoolExecutor(SHOPPERS) as pool:
        list(pool.map(one, range(SHOPPERS)))
    minute = sum(done) / (time.perf_counter() - begun) * 60
    took = meter.read()
    median, slow = p50_p95(paying)
    wrong = ", ".join(f"{times} × {why}" for why, times in Counter(went_wrong).most_common(3)) or "nothing went wrong"
    return [
        f"| whole purchases by {SHOPPERS} shoppers | {minute:,.0f} a minute | {minute / PEER:.1f} × stock Oscar |",
        f"| of it checkout to confirmation | p50 {median:,.0f} ms, p95 {slow:,.0f} ms | {wrong} |",
        *(f"| CPU a purchase: {name} | {cpu * 1_000 / max(sum(done), 1):,.0f} ms | |" for name, cpu in took.items()),
    ]


def check_out_of(address: str, told: dict[str, str], slug: str) -> str:
    shopper = Shopper(address, told["STRIPE_API_BASE"])
    shopper.add(slug)
    return check_out(shopper)


def pages(address: str, told: dict[str, str], slugs: list[str], times: int = 150) -> list[str]:
    """One shopper at a time: what a basket of ten costs, and what adding does."""
    shopper = Shopper(address, told["STRIPE_API_BASE"])
    for slug in slugs[:10]:
        shopper.add(slug)
    basket = [timed(lambda: shopper.get("/fr/basket/")) for _ in range(times)]
    product = [timed(lambda: shopper.get(f"/fr/p/{slugs[0]}/")) for _ in range(times)]
    fields = shopper.form(f"/fr/p/{slugs[0]}/", "/basket/add/") | {"quantity": "1"}
    adding = []
    for _ in range(40):
        fresh = Shopper(address, told["STRIPE_API_BASE"])
        adding.append(timed(lambda fresh=fresh: fresh.post("/fr/basket/add/", fields)))  # type: ignore[misc]
    member = Shopper(address, told["STRIPE_API_BASE"])
    login = member.form("/fr/account/login/", "/login/") | {"login": SHOPPER.email, "password": SHOPPER.password}
    if member.post("/fr/account/login/", login).status_code != 302:
        raise SystemExit("The demo's shopper could not sign in.")
    signed_in = [timed(lambda: member.get(f"/fr/p/{slugs[0]}/")) for _ in range(times)]
    rows = (
        ("product page, signed in", signed_in),
        ("product page with a basket", product),
        ("basket of ten", basket),
        ("add to basket", adding),
    )
    return [f"| {name} | p50 {p50_p95(found)[0]:,.1f} ms, p95 {p50_p95(found)[1]:,.1f} ms | |" for name, found in rows]


def measured(products: int, seconds: int, *, fresh: bool) -> str:
    """The table of a shop of this size."""
    with stripe() as (told, emulator):
        env = rig.fill(products, fresh=fresh) | told | {"PROXIES": "1"}
        rig.manage(env | {"PYTHONPATH": str(rig.ROOT)}, "shell", "--no-imports", "-c", READY)
        sample = rig.sample(env)
        slugs = [path.split("/")[3] for path in sample["product"]]
        with rig.served(env) as (address, server):
            lines = ["| what | found | beside |", "|---|---|---|", *pages(address, told, slugs)]
            lines += shop(address, told, slugs, seconds, (server, emulator, env["DATABASE_URL"]))
    print("\n".join(lines), flush=True)
    return "\n".join(lines)
