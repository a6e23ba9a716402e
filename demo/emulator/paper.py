"""How the emulator's pages are written: templates, policy, redirects."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from django.template import Context
from django.template import Engine as Templates

from demo.emulator import words

HERE = Path(__file__).parent
# What every page may load; forms and frames are named by each page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: http: https:; connect-src 'self'; "
    "base-uri 'none'"
)
# Where the emulator's frames may be shown: the demo shop runs on this machine.
AROUND = "http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:*"


@dataclass(frozen=True)
class Visit:
    """A request that is neither the API's nor the control's."""

    method: str
    path: str
    query: str
    body: str
    languages: str

    @property
    def asked(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(self.query).items()}

    @property
    def form(self) -> dict[str, str]:
        return {name: values[-1].strip() for name, values in parse_qs(self.body).items()}


@dataclass
class Page:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def write(
    template: str, language: str, *, status: int = 200, forms_to: str = "", around: str = "'none'", **context: Any
) -> Page:
    """A page of HTML. `forms_to`: where its form may lead besides itself; `around`: which pages may frame it."""
    shown = {"w": words.of(language), "language": language} | context
    body = _templates().get_template(f"emulator/{template}").render(Context(shown, use_l10n=False))
    policy = f"{POLICY}; form-action 'self' {forms_to}; frame-ancestors {around}"
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
    return Page(status, body.encode(), headers | {"Referrer-Policy": "no-referrer"})


def go(address: str) -> Page:
    """On to another page."""
    return Page(303, b"", {"Location": address})


def with_query(address: str, **more: str) -> str:
    """An address with these parameters besides its own."""
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True) + list(more.items())
    return urlunsplit(parts._replace(query=urlencode(query)))


def origin(address: str | None) -> str:
    """http://host:port of an address; empty when there is none."""
    parts = urlsplit(address or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


@cache
def _templates() -> Templates:
    return Templates(dirs=[str(HERE / "templates")], builtins=[])
