"""The sweep, measured from within the shop. Run by bench/mails.py."""

import json
import os
import time
import uuid

from django.db import connection

from bench.processes import cpu_of
from bench.steps import Costs
from shop.mail import message
from shop.mail import services as mail
from shop.mail.models import Mail, State
from shop.order.models import Order


def main() -> None:
    """Prints one line of JSON. Told by BENCH_MAILS how many, and which process the sink is."""
    told = json.loads(os.environ["BENCH_MAILS"])
    Mail.objects.filter(state=State.WAITING).update(state=State.SKIPPED)
    run, orders = uuid.uuid4().hex[:8], list(Order.objects.select_related("person").order_by("-pk")[: told["mails"]])
    for number in range(told["mails"] + 20):
        order = orders[number % len(orders)]
        mail.enqueue(
            kind="order_placed",
            person=order.person,
            occasion=f"bench:{run}:{number}",
            language=order.language,
            context={"order": order.pk},
        )
    mail.sweep(limit=20)  # the first ones compile the texts
    whole = message.build(Mail.objects.filter(state=State.WAITING)[0], "somebody@example.org")[0].message().as_bytes()
    backend = int(connection.connection.info.backend_pid)
    costs = Costs("")
    before, begun = (cpu_of(backend), cpu_of(told["sink"])), time.perf_counter()
    with costs.step("mails"):
        sent = mail.sweep(seconds=120)["sent"]
    took = time.perf_counter() - begun
    worker, statements = costs.each("mails", sent)
    after = cpu_of(backend), cpu_of(told["sink"])
    database, sink = ((end - start) * 1_000 / sent for start, end in zip(before, after, strict=True))
    found = {"sent": sent, "rate": sent / took, "worker": worker, "statements": statements}
    print(json.dumps(found | {"database": database, "sink": sink, "kilobytes": len(whole) / 1_000}))
