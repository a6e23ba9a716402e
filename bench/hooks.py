"""How long Stripe waits for an answer: events at a steady pace, each timed from the moment it was due to leave.

Timed so, an answer that keeps the next event waiting is counted for both.
"""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from statistics import quantiles

import requests

from bench import rig
from bench.processes import backends, children, cpu_of

RATE, SECONDS, HANDS = 50, 20, 16
SECRET = "whsec_bench"  # as the rig tells the shop


def measured(products: int, *, fresh: bool, rate: int = RATE, seconds: int = SECONDS) -> str:
    """The table: percentiles of the answer to so many events a second, each tenth told twice."""
    env = rig.fill(products, fresh=fresh)
    with rig.served(env) as (address, server), ThreadPoolExecutor(HANDS) as hands:
        warm = [hands.submit(tell, address, event(f"evt_{secrets.token_hex(8)}"), 0.0) for _ in range(4 * HANDS)]
        for one in warm:
            one.result()
        shop = [server, *children(server)]
        before = sum(map(cpu_of, shop)), sum(map(cpu_of, backends(env["DATABASE_URL"])))
        told = list(sent(hands, address, rate, seconds))
        times = sorted(one.result() for one in told)
        after = sum(map(cpu_of, shop)), sum(map(cpu_of, backends(env["DATABASE_URL"])))
    cuts = quantiles(times, n=100)
    cpu = [(end - begun) * 1_000 / len(times) for begun, end in zip(before, after, strict=True)]
    table = "\n".join(
        (
            f"| webhook, {rate} events a second | |",
            "|---|---|",
            f"| answer, of {len(times)} | p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms |",
            f"| longest | {times[-1]:.1f} ms |",
            f"| CPU an event: the shop | {cpu[0]:.1f} ms |",
            f"| CPU an event: PostgreSQL | {cpu[1]:.1f} ms |",
        )
    )
    print(table, flush=True)
    return table


def sent(hands: ThreadPoolExecutor, address: str, rate: int, seconds: int) -> Iterator[Future[float]]:
    """Events one by one at their time; the calls under way."""
    begun, last = time.perf_counter(), b""
    for number in range(rate * seconds):
        due = begun + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        last = last if number % 10 == 9 else event(f"evt_{secrets.token_hex(8)}")
        yield hands.submit(tell, address, last, due)


def event(key: str) -> bytes:
    """About three kilobytes of what Stripe says, on something that is not the shop's."""
    thing = {"id": f"pi_{key}", "object": "payment_intent", "metadata": {"words": "x" * 2_500}}
    return json.dumps(
        {"id": key, "object": "event", "type": "payment_intent.succeeded", "data": {"object": thing}}
    ).encode()


def tell(address: str, body: bytes, due: float) -> float:
    """Milliseconds from `due` to the answer."""
    moment = int(time.time())  # noqa: TID251  Stripe's clock, not the shop's
    seal = hmac.new(SECRET.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={moment},v1={seal}", "Content-Type": "application/json"}
    answer = requests.post(f"{address}/webhooks/stripe/", data=body, headers=headers, timeout=30)
    if answer.status_code != 200:
        raise SystemExit(f"The webhook answered {answer.status_code}.")
    return (time.perf_counter() - due) * 1_000
