"""Crawlers find every public page in both languages, with its pictures, and nothing else."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from catalog import sitemaps
from shop.content.models import Page
from tests import factories as make

pytestmark = pytest.mark.django_db

SPACES = {
    "m": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}


def read(client: Client, address: str) -> ET.Element:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return ET.fromstring(response.content)


def test_the_index_lists_files_that_exist(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "FILE", 2)
    for _ in range(3):
        make.product()

    locations = [node.text or "" for node in read(client, "/sitemap.xml").findall("m:sitemap/m:loc", SPACES)]

    assert [address.rsplit("/", 1)[1] for address in locations if "products" in address] == [
        "sitemap-products-1.xml",
        "sitemap-products-2.xml",
    ]
    for address in locations:
        assert client.get(address.replace("http://localhost:8000", "")).status_code == 200
    assert client.get("/sitemap-products-3.xml").status_code == 404
    assert client.get("/sitemap-products-0.xml").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_a_product_is_listed_in_both_languages_with_its_pictures(client: Client) -> None:
    product = make.product("Affiche Phare", "Lighthouse print")
    make.product(public=False)
    picture = make.picture(product)

    urls = read(client, "/sitemap-products-1.xml").findall("m:url", SPACES)

    assert [url.findtext("m:loc", namespaces=SPACES) for url in urls] == [
        "http://localhost:8000/fr/p/affiche-phare/",
        "http://localhost:8000/en/p/lighthouse-print/",
    ]
    links = {link.get("hreflang"): link.get("href") for link in urls[0].findall("x:link", SPACES)}
    assert links == {
        "fr": "http://localhost:8000/fr/p/affiche-phare/",
        "en": "http://localhost:8000/en/p/lighthouse-print/",
        "x-default": "http://localhost:8000/fr/p/affiche-phare/",
    }
    assert [node.text for node in urls[0].findall("i:image/i:loc", SPACES)] == [
        f"http://localhost:8000/media/{picture.stem}-720.webp"
    ]


def test_robots_may_read_the_shop_but_no_account_and_no_search(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /admin/", "Disallow: /fr/account/", "Disallow: /en/search/"} <= set(lines)
    assert "Sitemap: http://localhost:8000/sitemap.xml" in lines
    assert not any(line.endswith((": /", "/c/", "/p/")) for line in lines)


def test_published_pages_of_text_are_listed_and_drafts_are_not(client: Client) -> None:
    Page.objects.create(title_fr="Livraison", title_en="Delivery", is_published=True)
    Page.objects.create(title_fr="Brouillon", title_en="Draft")

    urls = read(client, "/sitemap-pages.xml").findall("m:url", SPACES)

    assert [url.findtext("m:loc", namespaces=SPACES) for url in urls] == [
        "http://localhost:8000/fr/help/livraison/",
        "http://localhost:8000/en/help/delivery/",
    ]
