"""What a page costs: no SQL when warm, at most eight statements cold, whatever the number of cards; few kilobytes."""

import re

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Category, Product
from catalog.services import save_product
from shop.pages import shared, versions
from tests import factories as make
from tests.pages import addresses

pytestmark = pytest.mark.django_db

PAGES = ["/fr/", "/fr/c/affiches/", "/fr/p/affiche-phare/", "/fr/search/?q=mug"]
# Without Redis the versions come from the cache table: one statement whether anything changed, one if so.
WARM = 0 if settings.REDIS_URL else 2
COLD = 8


def statements(path: str, client: Client | None = None) -> list[str]:
    """The statements of one request that believes no version it has seen before."""
    versions.forget()
    with CaptureQueriesContext(connection) as captured:
        response = (client or Client()).get(path)
    assert response.status_code == 200, path
    return [query["sql"] for query in captured.captured_queries]


def cold(path: str) -> int:
    """How many statements a page costs that nobody has asked for since something changed, caches aside."""
    Client().get(path)
    shared.forget()
    versions.bump_now("catalog")
    return sum('"cache"' not in sql for sql in statements(path))


def more_products(number: int) -> None:
    category = Category.objects.get()
    for _ in range(number):
        make.picture(make.product(categories=[category]))


@pytest.mark.parametrize("path", PAGES)
def test_a_warm_page_costs_no_statement_but_the_versions(path: str) -> None:
    addresses.furnish()
    Client().get(path)

    assert len(statements(path)) <= WARM


@pytest.mark.parametrize("path", PAGES)
def test_a_cold_page_costs_at_most_eight_statements_whatever_the_number_of_cards(path: str) -> None:
    addresses.furnish()
    few = cold(path)
    more_products(30)
    many = cold(path)

    assert few <= COLD
    assert many <= COLD


@pytest.mark.parametrize("query", ["?sort=up&page=2", "?min=10&max=90&stock=1&new=1"])
def test_a_filtered_list_costs_no_more(query: str) -> None:
    addresses.furnish()
    more_products(30)

    assert cold("/fr/c/affiches/" + query) <= COLD


def test_a_signed_in_shopper_costs_the_session_and_the_person_only() -> None:
    addresses.furnish()
    ada = Client()
    ada.force_login(make.user("ada"))
    ada.get("/fr/p/affiche-phare/")

    assert len(statements("/fr/p/affiche-phare/", ada)) <= WARM + 3


def test_the_first_product_page_weighs_at_most_sixty_kilobytes_and_asks_only_its_own_host() -> None:
    addresses.furnish()
    response = Client().get("/fr/p/affiche-phare/", headers={"Accept-Encoding": "br"})
    html = brotli.decompress(response.content).decode()
    weight = len(response.content)

    files = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]*\ssrc="([^"]+)"', html)
    for address in {link or script for link, script in files}:
        assert address.startswith("/static/"), address
        found = finders.find(address.removeprefix("/static/"))
        assert isinstance(found, str), address
        with open(found, "rb") as file:
            weight += len(brotli.compress(file.read(), quality=9))

    assert files
    assert weight <= 60_000


def test_every_picture_of_a_page_has_its_size_and_only_the_first_ones_hurry() -> None:
    addresses.furnish()
    more_products(10)
    for path in PAGES:
        html = Client().get(path).content.decode()
        pictures = re.findall(r"<img\b[^>]*\bsrc=[^>]*>", html)
        assert all(' width="' in one and ' height="' in one and " alt=" in one for one in pictures), path
        assert sum('fetchpriority="high"' in one for one in pictures) <= 2, path


def test_an_address_that_another_product_had_before_is_read_once() -> None:
    addresses.furnish()
    Client().get("/fr/p/affiche-phare/")
    old = Product.objects.get(slug_fr="affiche-phare")
    old.slug_fr = "ancienne-affiche"
    save_product(old)
    make.picture(make.product("Affiche Phare", "Another print"))
    versions.bump_now("catalog")

    read = [sql for sql in statements("/fr/p/affiche-phare/") if sql.startswith("SELECT") and '"cache"' not in sql]
    assert len(read) <= COLD
