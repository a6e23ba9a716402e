"""Everything that people see of the emulator: which address shows what."""

import re
from collections.abc import Callable
from functools import cache

from demo.emulator import challenge, hosted, words
from demo.emulator.engine import Engine
from demo.emulator.errors import ApiError
from demo.emulator.paper import AROUND, HERE, Page, Visit, write

STATIC = HERE.parent.parent / "static"
# The shop's own look, in its layers; the emulator's pages come last.
LAYERS = (
    ("tokens", "tokens"),
    ("base", "base"),
    *(("elements", f"elements/{name}") for name in ("button", "field", "choice", "notice")),
)
FRAMES = {"payment": "frame_payment.html", "express": "frame_express.html"}


def answer(engine: Engine, visit: Visit) -> Page:
    """The page at an address. Never raises for what a visitor can do wrong."""
    for method, pattern, show in ADDRESSES:
        if visit.method == method and (match := re.fullmatch(pattern, visit.path)):
            try:
                return show(engine, visit, *match.groups())
            except ApiError as refusal:
                return nothing(visit, 404 if refusal.status == 404 else 400)
    return nothing(visit, 404)


def nothing(visit: Visit, status: int) -> Page:
    language = words.choose(None, visit.languages)
    return write("said.html", language, status=status, title=words.of(language)["lost_title"])


def frame(engine: Engine, visit: Visit, name: str) -> Page:
    """What v3.js puts into the shop's page."""
    language = words.choose(visit.asked.get("locale"), visit.languages)
    around = "*" if engine.settings.public_url else AROUND
    return write(FRAMES[name], language, around=around)


def receipt(engine: Engine, visit: Visit, key: str) -> Page:
    language = words.choose(None, visit.languages)
    charge = engine.get(key, "charge")
    amount = words.money(charge["amount"], charge["currency"], language)
    return write("said.html", language, title=words.of(language)["receipt"], text=f"{amount} · {key}")


def script(engine: Engine, visit: Visit, name: str) -> Page:
    """A script of `assets/`."""
    return _file((HERE / "assets" / name).read_bytes(), "text/javascript; charset=utf-8")


def v3(engine: Engine, visit: Visit) -> Page:
    """The script that a shop loads instead of Stripe's."""
    return _file(_v3(), "text/javascript; charset=utf-8")


@cache
def _v3() -> bytes:
    parts = [file.read_text(encoding="utf-8") for file in sorted((HERE / "assets" / "v3").glob("*.js"))]
    return "\n".join(["(() => {", *parts, "})();\n"]).encode()


def look(engine: Engine, visit: Visit) -> Page:
    return _file(_look(), "text/css; charset=utf-8")


def icon(engine: Engine, visit: Visit) -> Page:
    return _file((STATIC / "img" / "icon.svg").read_bytes(), "image/svg+xml")


def _file(body: bytes, kind: str) -> Page:
    # Loaded by the shop's page, which lets nothing in that does not say so.
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-cache"}
    return Page(200, body, {"Content-Type": kind} | headers)


@cache
def _look() -> bytes:
    parts = ["@layer tokens, base, elements, pages;"]
    for layer, name in LAYERS:
        parts.append(f"@layer {layer} {{\n{(STATIC / 'css' / f'{name}.css').read_text(encoding='utf-8')}}}")
    parts.append((HERE / "assets" / "pages.css").read_text(encoding="utf-8"))
    return "\n".join(parts).encode()


ADDRESSES: tuple[tuple[str, str, Callable[..., Page]], ...] = (
    ("GET", r"/c/pay/(cs_\w+)", hosted.show),
    ("POST", r"/c/pay/(cs_\w+)", hosted.pay),
    ("GET", r"/c/back/(cs_\w+)", hosted.come_back),
    ("GET", r"/3ds/(pi_\w+)", challenge.show),
    ("POST", r"/3ds/(pi_\w+)", challenge.answer),
    ("GET", r"/frame/(payment|express)", frame),
    ("GET", r"/receipts/(ch_\w+)", receipt),
    ("GET", r"/v3\.js", v3),
    ("GET", r"/assets/((?:checkout|challenged|express|frame)\.js)", script),
    ("GET", r"/assets/look\.css", look),
    ("GET", r"/assets/icon\.svg", icon),
)
