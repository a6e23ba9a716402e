"""One style sheet and one script a page."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import override_settings

from shop.staticfiles import one_script, one_sheet


def test_the_sheet_holds_every_file_once_and_imports_none() -> None:
    sheet = one_sheet(settings.ROOT / "static/css/index.css")
    files = [path for path in (settings.ROOT / "static/css").rglob("*.css") if path.name != "index.css"]
    assert "@import" not in sheet
    assert sheet.count("@layer ") == len(files) + 1
    assert sheet.startswith("@layer tokens, base, elements, components, pages;")
    assert sheet.count("{") == sheet.count("}")


def test_addresses_in_a_part_are_those_seen_from_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "elements").mkdir()
    part = "/* a note */\n.star { background: url('../img/star.svg'), url(data:x) }\n"
    (tmp_path / "elements/star.css").write_text(part)
    (tmp_path / "index.css").write_text('@import url("elements/star.css") layer(elements);\n')
    assert one_sheet(tmp_path / "index.css") == (
        '@layer elements {\n.star { background: url("img/star.svg"), url(data:x) }\n}\n'
    )


def test_names_of_one_script_do_not_meet_those_of_another(tmp_path: Path) -> None:
    (tmp_path / "b.js").write_text("// why\nconst at = 2;\n")
    (tmp_path / "a.js").write_text("const at = 1;\n")
    assert one_script(tmp_path) == '"use strict";\n{\nconst at = 1;\n}\n{\nconst at = 2;\n}\n'


def test_the_bundles_are_found_like_any_other_file() -> None:
    for name in ("css/ricochet.css", "js/ricochet.js"):
        found = finders.find(name)
        assert isinstance(found, str)
        assert Path(found).stat().st_size > 1000
    assert finders.find("css/nothing.css") is None


def test_collected_files_have_hashed_names_and_the_sheet_points_to_them(tmp_path: Path) -> None:
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "shop.staticfiles.Storage"}}
    apps = ["django.contrib.staticfiles"]
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages, INSTALLED_APPS=apps):
        call_command("collectstatic", interactive=False, verbosity=0)
        address = staticfiles_storage.url("css/ricochet.css")
    assert re.fullmatch(r"/static/css/ricochet\.[0-9a-f]{12}\.css", address)
    sheet = (tmp_path / address.removeprefix("/static/")).read_text()
    assert re.search(r'url\("img/star\.[0-9a-f]{12}\.svg"\)', sheet)
    assert (tmp_path / "css/ricochet.css.br").exists()
    assert "La boutique se repose" in (tmp_path / "maintenance.html").read_text()


def test_the_page_for_a_fault_needs_nothing() -> None:
    for name in ("500.html", "maintenance.html", "400.html"):
        page = render_to_string(name)
        assert 'href="/static/css/ricochet.css"' in page
        assert 'lang="en"' in page
