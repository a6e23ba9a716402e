"""Which MJML we let through: the compiler itself lets everything pass, and some of it calls strangers."""

from pathlib import Path

import pytest

from shop.mail import checks, kinds, mjml, texts
from shop.mail.kinds import Kind
from shop.mail.models import Klass


def around(body: str, head: str = "") -> dict[str, str]:
    return {"mail/a.mjml": f"<mjml><mj-head>{head}</mj-head><mj-body>{body}</mj-body></mjml>"}


def section(text: str) -> str:
    return f"<mj-section><mj-column>{text}</mj-column></mj-section>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            section('<mj-social><mj-social-element name="facebook" href="x">F</mj-social-element></mj-social>'),
            "<mj-social>",
        ),
        (section("<mj-carousel></mj-carousel>"), "<mj-carousel>"),
        (section("<mj-txt>slip</mj-txt>"), "<mj-txt>"),
        (section('<mj-text colour="#fff">slip</mj-text>'), 'colour="…" on <mj-text>'),
        (section('<mj-text onclick="x">slip</mj-text>'), 'onclick="…" on <mj-text>'),
    ],
)
def test_what_is_not_on_our_list_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(mjml.BadMjml) as refused:
        mjml.compiled("mail/a.mjml", around(text).__getitem__)

    assert said in str(refused.value)


def test_no_font_of_others_is_asked_for_even_when_one_is_named() -> None:
    html = mjml.compiled(
        "mail/a.mjml", around(section('<mj-text font-family="Roboto, Ubuntu">a</mj-text>')).__getitem__
    )

    assert "Roboto" in html
    assert "fonts.googleapis" not in html
    assert "@import" not in html


def test_parts_are_put_in_at_full_width_and_djangos_tags_stay() -> None:
    files = around('<mj-include path="mail/part.mjml" /><mj-raw>{% if a %}</mj-raw>')
    files["mail/a.mjml"] = files["mail/a.mjml"].replace("<mj-body>", '<mj-body width="560px">')
    files["mail/part.mjml"] = section('<mj-button href="{{ url }}?a=1&amp;b={{ b }}">{% translate "Go" %}</mj-button>')

    html = mjml.compiled("mail/a.mjml", files.__getitem__)

    assert 'href="{{ url }}?a=1&amp;b={{ b }}"' in html
    assert '{% translate "Go" %}' in html
    assert "{% if a %}" in html
    assert "max-width:560px" in html


@pytest.mark.parametrize("path", ["/etc/passwd", "mail/../../secret", "base.html", "mail/a.mjml"])
def test_parts_come_from_the_mails_folder_only_and_not_for_ever(path: str) -> None:
    files = around(f'<mj-include path="{path}" />')

    with pytest.raises(mjml.BadMjml):
        mjml.compiled("mail/a.mjml", files.__getitem__)


def test_a_layout_that_cannot_be_read_is_refused_with_its_name() -> None:
    files = {"mail/a.mjml": "<mjml><mj-body><mj-section>"}

    with pytest.raises(mjml.BadMjml, match=r"mail/a\.mjml"):
        mjml.compiled("mail/a.mjml", files.__getitem__)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Kind("nowhere", Klass.TRANSACTIONAL, "x"), ["mail.E001"]),
        (Kind("sample", Klass.TRANSACTIONAL, "x"), []),
        (Kind("asks", Klass.SERVICE, "x", template="sample"), ["mail.E003"]),
        (Kind("sells", Klass.MARKETING, "x", template="sample"), ["mail.E003", "mail.E004"]),
        (Kind("sells", Klass.MARKETING, "x", template="sample", purpose="news", leave=lambda mail: "x"), []),
    ],
)
def test_a_kind_without_texts_or_without_what_its_class_asks_for_stops_the_start(kind: Kind, found: list[str]) -> None:
    kinds.register(kind)
    try:
        assert [fault.id for fault in checks.every_kind_can_be_written(None)] == found
    finally:
        kinds.forget(kind.name)


def test_a_layout_with_a_stranger_in_it_stops_the_start(tmp_path: Path) -> None:
    layout = tmp_path / "mail/sample.mjml"
    layout.write_text(layout.read_text().replace("<mj-text>", '<mj-font name="X" href="https://x.example" /><mj-text>'))
    texts.of.cache_clear()

    assert {fault.id for fault in checks.every_kind_can_be_written(None)} == {"mail.E002"}
