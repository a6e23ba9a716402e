"""What every mail looks like: one column, light and dark, readable without pictures, nobody else's address in it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured

from shop.accounts import emails
from shop.mail import kinds, message, texts
from shop.mail.kinds import Kind
from shop.mail.models import Klass, Mail

HERE = Path(__file__).parent / "templates"
ACCOUNT = sorted({*emails.KINDS.values(), "account_notice"})
NAMESPACES = {"http://www.w3.org/1999/xhtml"}
NASTY = '<script>alert(1)</script>"onload="x" & {{ settings }} {% now "Y" %}'


def specimen(mail: Mail) -> dict[str, Any]:
    """Every part that a mail may be made of, filled with what somebody malicious might type."""
    line = {"picture": f"{configured.SITE_URL}/media/a.webp", "alt": NASTY, "title": NASTY, "details": NASTY}
    return {
        "title": f"Hello\r\nBcc: ben@example.org {NASTY}",
        "words": NASTY,
        "act": NASTY,
        "part": NASTY,
        "picture": {"src": f"{configured.SITE_URL}/media/a.webp", "alt": NASTY, "href": f"{configured.SITE_URL}/"},
        "lines": [line | {"quantity": 2, "amount": "20,00 €"}],
        "sums": [
            {"label": NASTY, "amount": "20,00 €", "strong": True},
            {"label": "VAT", "amount": "3 €", "quiet": True},
        ],
        "address": [NASTY, "", "44000 Nantes"],
    }


@pytest.fixture(autouse=True)
def specimens(settings: Any) -> Iterator[None]:
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], HERE]}]
    texts.of.cache_clear()
    kinds.register(Kind("specimen", Klass.TRANSACTIONAL, "specimen", build=specimen))
    yield
    kinds.forget("specimen")
    texts.of.cache_clear()


def written(kind: str, language: str = "en") -> tuple[Any, str]:
    """The message of a kind, and its HTML."""
    row = Mail(kind=kind, klass=0, occasion="1", language=language, context={"notice": "account/email/email_changed"})
    row.is_preview = True
    built, _version = message.build(row, "ada@example.org")
    return built, str(built.alternatives[0].content)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", [*ACCOUNT, "specimen"])
def test_every_mail_has_its_texts_in_its_language_and_names_no_address_but_the_shops(kind: str, language: str) -> None:
    built, html = written(kind, language)

    assert built.subject
    assert "\n" not in built.subject
    assert built.from_email == configured.DEFAULT_FROM_EMAIL
    assert f'<html lang="{language}"' in html
    assert "prefers-color-scheme: dark" in html
    assert "max-width:560px" in html
    if kind != "specimen":
        assert "{{" not in html + built.body
        assert "{%" not in html + built.body
    addresses = set(re.findall(r"(?:https?:)?//[^\s\"'<>)]+", html + built.body))
    assert {each for each in addresses - NAMESPACES if not each.startswith(configured.SITE_URL)} == set()
    for loads in ("@import", "url(", "<link", "<script", "<iframe", "@font-face"):
        assert loads not in html


def test_what_people_wrote_is_words_in_html_in_text_and_in_the_subject() -> None:
    built, html = written("specimen")

    assert "<script" not in html
    assert 'alt="&lt;script&gt;alert(1)&lt;/script&gt;&quot;onload=&quot;x&quot; &amp; {{ settings }}' in html
    # As alternative text, heading, word, button, label, line of an address: each time as it was typed.
    assert unescape(html).count(NASTY) == html.count("{{ settings }}") == 17
    assert NASTY in built.body
    assert built.subject == f"Hello Bcc: ben@example.org {NASTY}"
    assert built.message()["Bcc"] is None
    assert built.recipients() == ["ada@example.org"]


def test_pictures_have_words_and_sizes_so_that_the_mail_reads_without_them() -> None:
    _built, html = written("specimen")

    pictures = re.findall(r"<img[^>]*>", html)
    assert len(pictures) == 2
    assert all(re.search(r'alt="[^"]+"', each) and re.search(r'width="\d+"', each) for each in pictures)


def test_a_part_that_has_nothing_to_show_shows_nothing() -> None:
    kinds.register(Kind("specimen", Klass.TRANSACTIONAL, "specimen", build=lambda mail: {"title": "T"}))

    _built, html = written("specimen")

    assert "<img" not in html
    assert "<th" not in html
