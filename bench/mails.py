"""Mails through the sweep: confirmations of orders, one connection, rows and texts as they are in the shop."""

import json
import subprocess
import sys

from bench import rig
from tests.smtp import free_port

ORDERS, MAILS = 700, 1_000


def measured(products: int, *, fresh: bool, mails: int = MAILS) -> str:
    """The table: mails a second, and the CPU of each process for one."""
    port = free_port()
    env = rig.fill(products, fresh=fresh) | {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "PYTHONPATH": str(rig.ROOT)}
    rig.manage(env | {"PROFILE": "demo"}, "demo_data", "--orders", str(ORDERS))
    sink = subprocess.Popen([sys.executable, "-m", "bench.sink", str(port)], cwd=rig.ROOT)
    try:
        env["BENCH_MAILS"] = json.dumps({"mails": mails, "sink": sink.pid})
        told = rig.manage(env, "shell", "--no-imports", "-c", "from bench.letters import main; main()")
    finally:
        sink.terminate()
        sink.wait(20)
    found = json.loads(told.splitlines()[-1])
    table = "\n".join(
        (
            "| mails of an order, one sweep, one connection | |",
            "|---|---|",
            f"| mails a second ({found['sent']} of {found['kilobytes']:.0f} kB) | {found['rate']:,.0f} |",
            f"| CPU a mail: the worker | {found['worker']:.1f} ms |",
            f"| CPU a mail: PostgreSQL | {found['database']:.1f} ms |",
            f"| CPU a mail: the sink | {found['sink']:.1f} ms |",
            f"| statements a mail | {found['statements']:.1f} |",
        )
    )
    print(table, flush=True)
    return table
