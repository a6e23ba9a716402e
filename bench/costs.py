"""What a purchase costs in CPU, by step and by process. Unlike rates, these figures hold on a busy machine."""

import json
from typing import Any

from bench import rig
from bench.purchases import stripe

TIMES = 40


def measured(products: int, *, fresh: bool, profiled: str = "", lines: int = 1) -> str:
    """The table. `profiled` names a step (or "all") whose profile and statements go to stderr."""
    with stripe(webhook="") as (told, emulator):
        env = rig.fill(products, fresh=fresh) | told | {"PROXIES": "1", "PYTHONPATH": str(rig.ROOT)}
        env["BENCH_STEPS"] = json.dumps({"emulator": emulator, "times": TIMES, "lines": lines, "profiled": profiled})
        code = "from bench.steps import main; main()"
        found = json.loads(rig.manage(env, "shell", "--no-imports", "-c", code).splitlines()[-1])
    table = "\n".join(_lines(found))
    print(table, flush=True)
    return table


def _lines(found: dict[str, Any]) -> list[str]:
    rows = [f"| {name} | {cpu:.1f} | {statements:.0f} |" for name, cpu, statements in found["steps"]]
    purchase = [cpu for name, cpu, _s in found["steps"][:6]]
    return [
        "| step | CPU ms | statements |",
        "|---|---|---|",
        *rows,
        f"| **a purchase: the shop's process** | {sum(purchase):.1f} | |",
        f"| a purchase: PostgreSQL's process | {found['database']:.1f} | |",
        f"| a purchase: the stand-in for Stripe | {found['emulator']:.1f} | |",
        f"| the worker afterwards: an event ({found['told']:.0f} a purchase) | {_both(found['event'])} |",
        f"| the worker afterwards: an order's mail, into a file | {_both(found['mail'])} |",
    ]


def _both(pair: list[float]) -> str:
    return f"{pair[0]:.1f} | {pair[1]:.1f}"
