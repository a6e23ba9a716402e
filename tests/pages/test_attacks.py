"""What outsiders try on the pages there are, and the answer required."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from catalog.models import Product
from catalog.services import save_product
from shop.pages import shared
from tests import factories as make
from tests.pages import addresses

pytestmark = pytest.mark.django_db

PAYLOAD = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=alert(1)>"


@pytest.fixture(autouse=True)
def shop() -> None:
    addresses.furnish()


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "", "a b", "[::1", "\u2100"]
)
def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    response = Client().get("/fr/", headers={"Host": host or "."})

    assert response.status_code == 400
    assert b"evil" not in response.content


def test_links_in_pages_name_the_configured_site_whatever_the_request_says() -> None:
    shared.forget()
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Server": "evil.example",
        "Forwarded": "host=evil.example",
    }

    poisoned = Client().get("/fr/p/affiche-phare/", headers=forged)
    after = Client().get("/fr/p/affiche-phare/")

    assert poisoned.content == after.content
    assert b"evil" not in after.content
    assert b'<link rel="canonical" href="http://localhost:8000/fr/p/affiche-phare/">' in after.content


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Original-URL": "/admin/"},
        {"X-Rewrite-URL": "/admin/"},
        {"X-HTTP-Method-Override": "POST"},
        {"X-Forwarded-Scheme": "http", "X-Forwarded-Proto": "http"},
        {"X-Forwarded-Prefix": "/evil", "Script-Name": "/evil"},
        {"User-Agent": PAYLOAD, "Referer": f"http://evil.example/{PAYLOAD}"},
        {"Accept-Language": "en;q=1"},
        {"HX-Request": "true", "HX-Current-URL": "http://evil.example/"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_that_is_not_part_of_the_key_changes_what_the_next_one_gets(headers: dict[str, str]) -> None:
    clean = {}
    for path in ("/fr/", "/fr/c/affiches/", "/fr/p/affiche-phare/", "/fr/search/?q=phare"):
        shared.forget()
        clean[path] = Client().get(path).content
        shared.forget()
        Client().get(path, headers=headers)

        assert Client().get(path).content == clean[path], path


@pytest.mark.parametrize("extra", ["utm_source=x", "fbclid=1", "%3Cscript%3E=1", "v=none"])
def test_unknown_parameters_make_no_other_page(extra: str) -> None:
    plain = Client().get("/fr/p/affiche-phare/").content

    assert Client().get(f"/fr/p/affiche-phare/?{extra}").content == plain


def test_catalogue_texts_are_never_taken_for_markup() -> None:
    product = Product.objects.get(slug_fr="affiche-phare")
    for language in ("fr", "en"):
        for field in ("title", "summary", "description", "story", "meta_title", "meta_description"):
            setattr(product, f"{field}_{language}", f"{field} {PAYLOAD}"[: 160 if field == "summary" else 255])
    product.story_by = PAYLOAD[:120]
    save_product(product)
    product.images.update(alt_fr=PAYLOAD, alt_en=PAYLOAD)
    from catalog.shelf.refresh import refresh

    refresh([product.pk])
    shared.forget()

    for path in ("/fr/", "/fr/c/affiches/", "/fr/p/affiche-phare/", "/fr/search/?q=title", "/sitemap-products-1.xml"):
        html = Client().get(path).content.decode()
        assert "alert(1)" in html or "sitemap" in path or path == "/fr/", path
        assert "<script>alert" not in html, path
        assert "<svg onload" not in html, path
        assert "<img src=x" not in html, path


def test_data_for_search_engines_is_whole_json_that_cannot_end_its_element() -> None:
    product = Product.objects.get(slug_fr="affiche-phare")
    product.title_fr = f"Phare {PAYLOAD}"
    save_product(product)
    from catalog.shelf.refresh import refresh

    refresh([product.pk])
    html = Client().get("/fr/p/affiche-phare/").content.decode()

    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert blocks
    names = [thing.get("name") for block in blocks for thing in _things(json.loads(block))]
    assert f"Phare {PAYLOAD}" in names


def _things(data: object) -> list[dict[str, object]]:
    if isinstance(data, list):
        return [thing for part in data for thing in _things(part)]
    if isinstance(data, dict):
        return [data, *(thing for part in data.values() for thing in _things(part))]
    return []


def test_a_search_is_shown_as_text() -> None:
    html = Client().get("/fr/search/", {"q": PAYLOAD}).content.decode()

    assert "<script>alert" not in html
    assert "onerror=alert(1)>" not in html


def test_every_page_carries_the_strict_policy_and_no_inline_script_or_style() -> None:
    for path in addresses.public():
        response = Client().get(path)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        html = response.content.decode()
        assert not re.findall(r"<script(?![^>]*(?:src=|ld\+json|application/json))[^>]*>", html), path
        assert "<style" not in html, path
        assert not re.findall(r"\sstyle=|\son[a-z]+=", html), path
        assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!localhost:8000)', html), path


def test_a_visit_sets_no_cookie() -> None:
    client = Client()
    for path in ("/fr/", "/fr/c/affiches/", "/fr/p/affiche-phare/", "/fr/search/?q=phare"):
        client.get(path)

    assert dict(client.cookies) == {}


def test_the_admin_is_for_staff_only() -> None:
    shopper = Client()
    shopper.force_login(make.user("ada"))

    for client in (Client(), shopper):
        for path in ("/admin/", "/admin/catalogue/product/", "/admin/catalogue/product/add/", "/admin/accounts/user/"):
            response = client.get(path)
            assert response.status_code in (302, 403, 404), path
            assert b"csrfmiddlewaretoken" not in response.content or response.status_code != 200


def test_a_picture_as_it_was_uploaded_is_never_served(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals" / "home.jpg").write_bytes(b"with the place where it was taken")

    picture = make.picture(make.product(), cut=False)

    assert picture.original.name.startswith("originals/")
    for path in ("/media/originals/home.jpg", "/media//originals/home.jpg", "/media/x/../originals/home.jpg"):
        assert Client().get(path).status_code in (301, 302, 404), path
