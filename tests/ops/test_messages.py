"""Catalogues: every text of code and templates is found, and what is missing or wrong is named."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from shop import messages

TEMPLATE = """{% extends "x.html" %}
    {% translate "Basket" %} <p title="{% translate "Your “basket”" context "title" %}">
  {# Translators: a number of goods #}
  {% blocktranslate count n=goods|length trimmed %}
    {{ n }} item
  {% plural %}
    {{ n }} items
  {% endblocktranslate %}
      {% if a %} ( [ {% include "y.html" with label=_("Add to the basket") only %} it's {% endif %}
{{ name|default:_("nobody") }}
"""
CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
A = _("Order")
B = ngettext("%(n)s parcel", "%(n)s parcels", 2)
C = pgettext_lazy("noun", "Order")
D = _("")
"""


def found_in(file: Path, text: str) -> list[tuple[object, str | None]]:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return [(texts, context) for texts, _comments, context in messages.texts_in(file)]


def test_every_text_of_a_template_is_found(tmp_path: Path) -> None:
    assert found_in(tmp_path / "templates" / "page.html", TEMPLATE) == [
        ("Basket", None),
        ("Your “basket”", "title"),
        (("%(n)s item", "%(n)s items"), None),
        ("Add to the basket", None),
        ("nobody", None),
    ]


def test_every_text_of_code_is_found(tmp_path: Path) -> None:
    assert found_in(tmp_path / "views.py", CODE) == [
        ("Order", None),
        (("%(n)s parcel", "%(n)s parcels"), None),
        ("Order", "noun"),
    ]


def test_only_what_people_see_is_read(tmp_path: Path) -> None:
    for name in ("shop/views.py", "tests/test_a.py", "templates/a.html", "docs/a.html", ".venv/b.py", "shop/a.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [str(file.relative_to(tmp_path)) for file in messages.source_files(tmp_path)]
    assert found == ["shop/views.py", "templates/a.html"]


def catalogue(*entries: tuple[str, str], language: str = "fr") -> Catalog:
    made = Catalog(locale=language)
    for source, text in entries:
        made.add(source, text)
    return made


def test_a_complete_catalogue_has_no_fault() -> None:
    template = catalogue(("Basket", ""), ("Menu", ""))
    full = catalogue(("Basket", "Panier"), ("Menu", "Menu"))
    assert list(messages.faults_of(full, template, "fr", {"Menu"})) == []


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ([], "'%(n)s left' is not in the catalogue (make messages)"),
        ([("%(n)s left", "")], "'%(n)s left' is not translated"),
        ([("%(n)s left", "%(n)s left")], "'%(n)s left' stands as in the source"),
        ([("%(n)s left", "reste %(m)s")], "'%(n)s left': "),
        ([("%(n)s left", "reste %(n)s"), ("Old", "Vieux")], "'Old' is no longer used (make messages)"),
    ],
)
def test_each_fault_is_named(entries: list[tuple[str, str]], fault: str) -> None:
    faults = list(messages.faults_of(catalogue(*entries), catalogue(("%(n)s left", "")), "fr", set()))
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_an_unsure_text_is_a_fault() -> None:
    unsure = catalogue()
    unsure.add("Basket", "Panier ?", flags=["fuzzy"])
    faults = list(messages.faults_of(unsure, catalogue(("Basket", "")), "fr", set()))
    assert faults == ["'Basket' is marked as unsure"]


def test_the_english_catalogue_may_be_empty() -> None:
    empty = catalogue(("Basket", ""), language="en")
    assert list(messages.faults_of(empty, catalogue(("Basket", "")), "en", set())) == []


def test_what_is_extracted_filled_and_compiled_is_what_people_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SAME", tmp_path / "locale" / "same.txt")
    monkeypatch.setattr(messages, "source_files", lambda: [tmp_path / "views.py"])
    (tmp_path / "views.py").write_text(CODE)
    file = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    messages.save(catalogue(("Old", "Vieux")), file)
    texts = tmp_path / "fr.json"
    texts.write_text(
        '{"Order": "Commande", "noun\\u0004Order": "Ordre", "Gone": "Parti",'
        ' "%(n)s parcel||%(n)s parcels": ["%(n)s colis seul", "%(n)s colis"]}'
    )

    messages.extract()
    messages.fill("fr", [texts])
    once = file.read_bytes()
    messages.extract()
    messages.compile_all()

    assert file.read_bytes() == once
    assert b"Old" not in once
    assert messages.check() == []
    import gettext

    with file.with_suffix(".mo").open("rb") as handle:
        read = gettext.GNUTranslations(handle)
    assert read.gettext("Order") == "Commande"
    assert read.pgettext("noun", "Order") == "Ordre"
    assert read.ngettext("%(n)s parcel", "%(n)s parcels", 1) == "%(n)s colis seul"
    assert read.ngettext("%(n)s parcel", "%(n)s parcels", 2) == "%(n)s colis"


def test_a_text_inside_an_f_string_is_a_fault(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text('A = _("Order")\nB = f"{why} {_(\'Your basket is unchanged.\')}"\nC = f"{_(why)} {len(A)}"\n')
    assert messages.unseen_in(code) == [2]
