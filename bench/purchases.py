"""Whole purchases: eight shoppers from product page to confirmation, beside the pages they meet on the way.

The stand-in for Stripe answers on the same two cores, and so do the shoppers: all of it is in the figure.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import quantiles
from tempfile import TemporaryDirectory

from bench import rig
from tests.faults.shopper import Shopper
from tests.smtp import free_port

SHOPPERS = 8
PEER = 86  # whole purchases a minute of stock Oscar 4.2.1 by eight shoppers, measured on such a machine
SECRET = "whsec_of_the_bench"

READY = """
from shop.stock.models import StockRecord
from shop.delivery.models import Method
from tests import delivery_factories as deliver
if not Method.objects.exists():
    deliver.method("home", steps=((1_000_000, None, 490),), free_from=None)
StockRecord.objects.update(num_in_stock=1_000_000, num_allocated=0)
"""


@contextmanager
def stripe() -> Iterator[dict[str, str]]:
    """The stand-in, and what the shop has to be told of it."""
    port = free_port()
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "demo.emulator", "--port", str(port), "--dir", folder, "--secret", SECRET]
        command += ["--webhook", f"http://127.0.0.1:{rig.PORT}/webhooks/stripe/"]
        process = subprocess.Popen(command, cwd=rig.ROOT, env=os.environ | {"PROFILE": "test"})
        try:
            yield {
                "STRIPE_API_BASE": f"http://127.0.0.1:{port}",
                "STRIPE_SECRET_KEY": "sk_test_bench",
                "STRIPE_PUBLISHABLE_KEY": "pk_test_bench",
                "STRIPE_WEBHOOK_SECRET": SECRET,
            }
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


def shop(address: str, told: dict[str, str], slugs: list[str], seconds: int) -> list[str]:
    """Buys for so long with eight shoppers; lines of the table."""
    ends = time.perf_counter() + seconds
    done, went_wrong, paying = [0] * SHOPPERS, list[str](), list[float]()

    def one(place: int) -> None:
        while time.perf_counter() < ends:
            shopper = Shopper(address, told["STRIPE_API_BASE"])
            shopper.add(slugs[(place + done[place]) % len(slugs)])
            begun = time.perf_counter()
            answer = shopper.check_out()
            paying.append((time.perf_counter() - begun) * 1_000)
            if answer == "placed":
                done[place] += 1
            else:
                went_wrong.append(answer)

    begun = time.perf_counter()
    with ThreadPoolExecutor(SHOPPERS) as pool:
        list(pool.map(one, range(SHOPPERS)))
    minute = sum(done) / (time.perf_counter() - begun) * 60
    median, slow = p50_p95(paying)
    return [
        f"| whole purchases by {SHOPPERS} shoppers | {minute:,.0f} a minute | {minute / PEER:.1f} × stock Oscar |",
        f"| of it checkout to confirmation | p50 {median:,.0f} ms, p95 {slow:,.0f} ms | {len(went_wrong)} went wrong |",
    ]


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
    rows = (("basket of ten", basket), ("product page with a basket", product), ("add to basket", adding))
    return [f"| {name} | p50 {p50_p95(found)[0]:,.1f} ms, p95 {p50_p95(found)[1]:,.1f} ms | |" for name, found in rows]


def measured(products: int, seconds: int, *, fresh: bool) -> str:
    """The table of a shop of this size."""
    with stripe() as told:
        env = rig.fill(products, fresh=fresh) | told | {"PROXIES": "1"}
        rig.manage(env | {"PYTHONPATH": str(rig.ROOT)}, "shell", "--no-imports", "-c", READY)
        sample = rig.sample(env)
        slugs = [path.split("/")[3] for path in sample["product"]]
        with rig.served(env) as address:
            lines = ["| what | found | beside |", "|---|---|---|", *pages(address, told, slugs)]
            lines += shop(address, told, slugs, seconds)
    print("\n".join(lines), flush=True)
    return "\n".join(lines)
