"""Kinds of mail that only tests know, one of each class, and their texts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shop.mail import kinds, texts
from shop.mail.kinds import Kind
from shop.mail.models import Klass, Mail
from shop.people.services import grant, person_for_email

TEXTS = {
    "subject.txt": "{{ title }}",
    "txt": '{% extends "mail/frame.txt" %}{% block content %}{{ title }}: {{ word }}{{ code }}{% endblock %}',
    "mjml": """<mjml lang="{{ language }}" dir="ltr"><mj-head><mj-include path="mail/frame/head.mjml" /></mj-head>
<mj-body width="560px"><mj-include path="mail/frame/top.mjml" />
<mj-section><mj-column><mj-text>{{ title }}: {{ word }}{{ code }}</mj-text></mj-column></mj-section>
<mj-include path="mail/frame/foot.mjml" /></mj-body></mjml>""",
}


def words(mail: Mail) -> dict[str, Any]:
    return {"title": mail.context.get("title", "Hello"), "word": mail.context.get("word", "")}


def leave(mail: Mail) -> str:
    return f"http://localhost:8000/leave/{mail.pk}"


@pytest.fixture(autouse=True)
def three_kinds(settings: Any, tmp_path: Path) -> Iterator[None]:
    """`order` (transactional), `evaluation` (service) and `newsletter` (marketing), all with the same texts."""
    (tmp_path / "mail").mkdir()
    for ending, text in TEXTS.items():
        (tmp_path / f"mail/sample.{ending}").write_text(text)
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    texts.of.cache_clear()
    made = (
        Kind("order", Klass.TRANSACTIONAL, "order", build=words, template="sample", secrets=("code",)),
        Kind("evaluation", Klass.SERVICE, "evaluation", build=words, template="sample", leave=leave),
        Kind("newsletter", Klass.MARKETING, "news", build=words, template="sample", leave=leave, purpose="news"),
    )
    for kind in made:
        kinds.register(kind)
    yield
    for kind in made:
        kinds.forget(kind.name)
    texts.of.cache_clear()


@pytest.fixture
def ada(db: None) -> Any:
    """Somebody who wants the newsletter."""
    person = person_for_email(email="ada@example.org", language="en")
    grant(person=person, purpose="news", wording="1", source="test")
    return person
