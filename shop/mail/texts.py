"""The texts of a kind: subject, text and HTML as templates, read and compiled once a process."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.template import Context, Template, TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates
from django.template.engine import Engine

from shop.mail import mjml
from shop.mail.errors import UnknownKind

# Parts that Django puts in when the mail is rendered: they belong to its version.
NAMED = re.compile(r"{%\s*(?:include|extends)\s+\"(mail/[^\"]+)\"")


@dataclass(frozen=True)
class Texts:
    """What a mail is made of; `version` changes with any of its sources."""

    subject: Template
    text: Template
    html: Template
    version: str

    def render(self, words: Mapping[str, Any]) -> tuple[str, str, str]:
        """Subject in one line, text, HTML. Plain text must not be escaped, whatever the author remembered."""
        subject = one_line(self.subject.render(Context(dict(words), autoescape=False)))
        text = self.text.render(Context(dict(words), autoescape=False)).strip() + "\n"
        html = self.html.render(Context({**words, "subject": subject}, autoescape=True))
        return subject, text, html


def one_line(text: str) -> str:
    """Without line breaks and other signs that steer: a header can be smuggled in by them."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@lru_cache(maxsize=256)
def of(name: str) -> Texts:
    """The texts called `name` (mail/order_placed). Raises UnknownKind when one is missing, mjml.BadMjml."""
    seen: list[str] = []

    def source(path: str) -> str:
        text = _source(path)
        seen.append(text)
        return text

    html = mjml.compiled(f"{name}.mjml", source)
    for ending in ("subject.txt", "txt"):
        source(f"{name}.{ending}")
    for text in seen:  # grows while it is read
        for part in NAMED.findall(text):
            source(part)
    return Texts(
        subject=_engine().get_template(f"{name}.subject.txt"),
        text=_engine().get_template(f"{name}.txt"),
        html=Template(html, name=f"{name}.mjml", engine=_engine()),
        version=hashlib.sha256("\0".join(seen).encode()).hexdigest()[:12],
    )


def _source(path: str) -> str:
    for loader in _engine().template_loaders:
        for origin in loader.get_template_sources(path):
            try:
                return str(cast(Any, loader).get_contents(origin))
            except TemplateDoesNotExist:
                continue
    raise UnknownKind(path)


def _engine() -> Engine:
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    return backend.engine
