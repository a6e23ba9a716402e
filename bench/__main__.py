"""python -m bench [--products 1000,20000,100000] [--seconds 8] [--fresh] [--only purchases]

Serves the shop with production settings on PostgreSQL and Redis, two workers, and loads its pages beside a bare
Django view on the same server in the same run. Prints a table and writes it to bench/results/.
Ratios hold from machine to machine, absolute figures do not.
"""

import argparse
import os
import platform
import random
from pathlib import Path
from urllib.parse import quote_plus

from bench import costs, hooks, load, mails, purchases, rig
from bench.load import Figures

PRODUCTS = 1_000
TITLES = {
    "purchases": "Purchases under load",
    "costs": "CPU of a purchase",
    "mails": "Mails",
    "webhook": "What Stripe tells",
}
TABLES = tuple(TITLES)
RESULTS = Path(__file__).parent / "results"
HEAD = (
    "| page | products | requests/s | of the bare view | p50 ms | p95 ms | p99 ms | kB | errors |"
    "\n|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", default="1000,20000,100000", help="sizes of the shop, separated by commas")
    parser.add_argument("--seconds", type=int, default=8, help="how long each page is asked for")
    parser.add_argument("--fresh", action="store_true", help="make the databases anew")
    parser.add_argument("--only", choices=("pages", *TABLES), default="", help="one of the tables")
    parser.add_argument("--profile", default="", help="with costs: a step, or all: its profile goes to stderr")
    asked = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    for name in (asked.only,) if asked.only else TABLES:
        if name != "pages":
            text = f"# {TITLES[name]}\n\n{machine()}\n\n{table(name, asked)}\n"
            (RESULTS / f"{name}.md").write_text(text, "utf-8")
    if asked.only in ("", "pages"):
        all_pages(asked)


def table(name: str, asked: argparse.Namespace) -> str:
    """One of the short tables, on a shop of a thousand products."""
    if name == "costs":
        return costs.measured(PRODUCTS, fresh=asked.fresh, profiled=asked.profile)
    if name == "mails":
        return mails.measured(PRODUCTS, fresh=asked.fresh)
    if name == "webhook":
        return hooks.measured(PRODUCTS, fresh=asked.fresh)
    return purchases.measured(PRODUCTS, max(asked.seconds, 8) * 4, fresh=asked.fresh)


def all_pages(asked: argparse.Namespace) -> None:
    """Every page at every size."""
    rows = [HEAD]
    print(HEAD, flush=True)
    for size in (int(number) for number in asked.products.split(",")):
        env = rig.fill(size, fresh=asked.fresh)
        with rig.served(env) as (address, _server):
            rows += measured(address, rig.sample(env), size, asked.seconds)
    text = f"# Pages under load\n\n{machine()}\n\n" + "\n".join(rows) + "\n" + EXPLAINED
    (RESULTS / "pages.md").write_text(text, "utf-8")


def measured(address: str, pages: dict[str, list[str]], size: int, seconds: int) -> list[str]:
    """A line for each page at this size; the bare view is measured before, between and after, and averaged."""
    words = pages.pop("words")
    plan = pages | {"search, warm": [search(word) for word in words[:40]]}
    bare = [load.run(address, ["/bare/"], seconds)]
    found: dict[str, Figures] = {}
    for page, paths in plan.items():
        load.run(address, paths, 2)
        found[page] = load.run(address, paths, seconds)
    bare.append(load.run(address, ["/bare/"], seconds))
    # Never the same question twice: nothing kept can answer.
    found["search, each new"] = load.run(address, [search(phrase) for phrase in phrases(words)], seconds)
    products = [f"{path}?v=none-{number}" for number in range(400) for path in pages["product"][:1]]
    found["product, strange query"] = load.run(address, products, seconds)
    bare.append(load.run(address, ["/bare/"], seconds))
    reference = sum(figures.rate for figures in bare) / len(bare)
    lines = [line("bare view", size, bare[1], reference)]
    lines += [line(page, size, figures, reference) for page, figures in found.items()]
    print("\n".join(lines), flush=True)
    return lines


def search(text: str) -> str:
    return f"/fr/search/?q={quote_plus(text)}"


def phrases(words: list[str]) -> list[str]:
    """Twenty thousand different questions of one to three words, one in five with a letter changed."""
    rng, made = random.Random(7), []
    for number in range(20_000):
        chosen = rng.sample(words, rng.choice((1, 2, 2, 3)))
        if number % 5 == 0:
            word = chosen[0]
            at = rng.randrange(1, len(word))
            chosen[0] = word[:at] + rng.choice("aeirst") + word[at + 1 :]
        made.append(" ".join(chosen))
    return made


def line(page: str, size: int, figures: Figures, reference: float) -> str:
    return (
        f"| {page} | {size:,} | {figures.rate:,.0f} | {figures.rate / reference:.0%} | {figures.p50:.1f} | "
        f"{figures.p95:.1f} | {figures.p99:.1f} | {figures.kilobytes:.1f} | {figures.errors} |"
    )


def machine() -> str:
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, {rig.WORKERS} workers of "
        f"granian, PostgreSQL, Redis, wrk with {load.CONNECTIONS} connections on the same machine; `make bench`."
    )


EXPLAINED = """
*bare view*: a Django view behind the same middleware that answers 10 kB. *warm*: pages asked for before, as all but
the first visitor gets them. *each new*: 20,000 different searches, one in five with a wrong letter, none answered from
memory. *strange query*: one product under ever new unknown query strings.
"""

if __name__ == "__main__":
    main()
