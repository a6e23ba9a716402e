"""Home, category and product as anybody gets them."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.models import Category, Product
from catalog.services import relate, save_category, save_product
from shop.content.models import HomeSlot, MenuItem
from shop.delivery import estimate
from shop.pages import shared, versions
from tests import factories

pytestmark = pytest.mark.django_db


def data_in(html: str) -> dict[str, Any]:
    """What the page tells search engines, by type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return {part["@type"]: part for part in map(json.loads, found)}


@pytest.fixture
def posters() -> Category:
    return factories.category("Affiches", "Posters")


@pytest.fixture
def poster(posters: Category) -> Product:
    """A poster in two sizes and two frames; A3 in black is sold out, A4 in black does not exist."""
    kind = factories.kind()
    factories.attribute(kind, "format", [("a4", "A4", "A4"), ("a3", "A3", "A3")], axis=True, position=1)
    factories.attribute(kind, "cadre", [("sans", "Sans", "None"), ("noir", "Noir", "Black")], axis=True, position=2)
    made = factories.product("Affiche Ricochets", "Ricochets poster", kind=kind, categories=[posters])
    for code, size, frame, price, left in (
        ("P-A4", "a4", "sans", 2400, 9),
        ("P-A3", "a3", "sans", 3400, 2),
        ("P-A3-N", "a3", "noir", 7300, 0),
    ):
        values = {"format": factories.option(size), "cadre": factories.option(frame)}
        factories.variant(made, values, price=price, in_stock=left, upc=code)
    return made


def test_home_without_anything_written_shows_the_goods(client: Client, poster: Product) -> None:
    page = client.get("/fr/").content.decode()
    assert "Affiche Ricochets" in page
    assert page.count("<h1") == 1


def test_home_follows_the_merchants_order_and_groups_neighbours(client: Client, posters: Category) -> None:
    for position, (kind, title) in enumerate(
        [("words", "Verger"), ("assurance", "Imprimé"), ("assurance", "Dessiné"), ("words", "Rivage")]
    ):
        HomeSlot.objects.create(kind=kind, title_fr=title, position=position)
    page = client.get("/fr/").content.decode()
    assert [page.index(title) for title in ("Verger", "Imprimé", "Dessiné", "Rivage")] == sorted(
        page.index(title) for title in ("Verger", "Imprimé", "Dessiné", "Rivage")
    )
    assert page.count('class="assure"') == 1


def test_menu_marks_the_shelf_one_stands_in(client: Client, poster: Product, posters: Category) -> None:
    MenuItem.objects.create(place="main", category=posters)
    page = client.get("/fr/p/affiche-ricochets/").content.decode()
    assert '<a href="/fr/c/affiches/" aria-current="page">Affiches</a>' in page


def test_category_filters_by_what_the_address_says(client: Client, poster: Product, posters: Category) -> None:
    factories.product("Affiche Phare", "Lighthouse poster", categories=[posters], price=9900)
    page = client.get("/fr/c/affiches/?max=80&format=a3").content.decode()
    assert "Affiche Ricochets" in page
    assert "Affiche Phare" not in page
    assert '<a class="chip" href="/fr/c/affiches/?max=80">' in page
    assert 'id="f-format-a3" name="format" value="a3" checked' in page
    assert '<link rel="canonical" href="http://localhost:8000/fr/c/affiches/">' in page


def test_the_language_link_of_a_filtered_list_keeps_the_filters(client: Client, poster: Product) -> None:
    page = client.get("/fr/c/affiches/?format=a3&nothing=x").content.decode()
    assert 'href="/en/c/posters/?format=a3" lang="en"' in page


def test_a_category_shows_the_way_down_and_what_lies_below_it(client: Client, posters: Category) -> None:
    large = factories.category("Grands", "Large", parent=posters)
    factories.category("Encadrés", "Framed", parent=large)
    factories.category("Mugs", "Mugs")
    hidden = factories.category("Secrets", "Secrets", parent=posters)
    Category.objects.filter(pk=hidden.pk).update(is_public=False)
    page = client.get("/fr/c/affiches/").content.decode()
    assert re.findall(r'class="way" href="([^"]+)"', page) == ["/fr/c/affiches/grands/"]
    page = client.get("/fr/c/affiches/grands/").content.decode()
    assert re.findall(r'class="way" href="([^"]+)"', page) == ["/fr/c/affiches/grands/encadres/"]
    told = [step["name"] for step in data_in(page)["BreadcrumbList"]["itemListElement"]]
    assert told == ["Accueil", "Affiches", "Grands"] or told == ["Home", "Affiches", "Grands"]


def test_an_address_a_category_once_had_leads_to_the_new_one(client: Client, posters: Category) -> None:
    posters.slug_fr = "images"
    save_category(posters)
    answer = client.get("/fr/c/affiches/")
    assert (answer.status_code, answer["Location"]) == (301, "/fr/c/images/")


def test_a_new_filter_works_at_once(client: Client, poster: Product, posters: Category) -> None:
    client.get("/fr/c/affiches/?format=a3")
    kind = poster.product_class
    factories.attribute(kind, "serie", [("rivage", "Rivage", "Shore"), ("verger", "Verger", "Orchard")])
    factories.product(
        "Affiche Verger",
        "Orchard poster",
        kind=kind,
        categories=[posters],
        values={"serie": factories.option("verger")},
    )
    page = client.get("/fr/c/affiches/?serie=verger").content.decode()
    assert "Affiche Verger" in page
    assert "Affiche Ricochets" not in page


def test_an_address_taken_over_by_another_product_shows_that_one(
    client: Client, poster: Product, django_capture_on_commit_callbacks: Any
) -> None:
    client.get("/fr/p/affiche-ricochets/")
    poster.slug_fr = "ricochets"
    other = factories.product("Autre affiche", "Other poster")
    other.slug_fr = "affiche-ricochets"
    with django_capture_on_commit_callbacks(execute=True):
        save_product(poster)
        save_product(other)
    assert "Autre affiche" in client.get("/fr/p/affiche-ricochets/").content.decode()
    other.title_fr = "Affiche du jour"
    with django_capture_on_commit_callbacks(execute=True):
        save_product(other)
    assert "Affiche du jour" in client.get("/fr/p/affiche-ricochets/").content.decode()


def test_a_product_opens_with_what_can_be_bought(client: Client, poster: Product) -> None:
    with translation.override("fr"):
        page = client.get("/fr/p/affiche-ricochets/").content.decode()
    assert '<span data-shows="price">24\u00a0€</span>' in page
    assert 'name="format" value="a4" checked' in page
    assert '<link rel="canonical" href="http://localhost:8000/fr/p/affiche-ricochets/">' in page


def test_a_variant_has_its_own_address(client: Client, poster: Product) -> None:
    page = client.get("/fr/p/affiche-ricochets/?v=P-A3").content.decode()
    assert '<span data-shows="price">34\u00a0€</span>' in page
    assert 'data-bucket="1"' in page
    assert '<link rel="canonical" href="http://localhost:8000/fr/p/affiche-ricochets/?v=P-A3">' in page
    assert 'hreflang="en" href="http://localhost:8000/en/p/ricochets-poster/?v=P-A3"' in page


def test_options_sent_by_a_form_lead_to_their_variant(client: Client, poster: Product) -> None:
    answer = client.get("/fr/p/affiche-ricochets/?format=a3&cadre=noir")
    assert (answer.status_code, answer["Location"]) == (302, "/fr/p/affiche-ricochets/?v=P-A3-N")


def test_options_that_do_not_go_together_lead_to_the_nearest_that_can_be_bought(
    client: Client, poster: Product
) -> None:
    answer = client.get("/fr/p/affiche-ricochets/?format=a4&cadre=noir")
    assert answer["Location"] == "/fr/p/affiche-ricochets/?v=P-A4"


def test_an_option_that_cannot_be_bought_is_marked_and_says_so(client: Client, poster: Product) -> None:
    page = client.get("/fr/p/affiche-ricochets/").content.decode()
    options = re.findall(r'<label class="option( is-gone)?">\s*<input type="radio" name="(\w+)" value="(\w+)"', page)
    assert [(code, bool(gone)) for gone, _axis, code in options] == [
        ("a4", False),
        ("a3", False),
        ("sans", False),
        ("noir", True),
    ]


def test_an_option_that_is_gone_only_beside_the_others_is_not_called_sold_out(client: Client, poster: Product) -> None:
    page = client.get("/fr/p/affiche-ricochets/?v=P-A3-N").content.decode()
    said = dict(re.findall(r'<span>(A4|Noir)<span class="option__gone.*?">(.*?)</span>', page))
    assert said == {"A4": ", pas avec ce choix", "Noir": ", épuisé"}


def test_a_variant_that_does_not_exist_is_the_product_itself(client: Client, poster: Product) -> None:
    assert client.get("/fr/p/affiche-ricochets/?v=<b>").content == client.get("/fr/p/affiche-ricochets/").content


def test_a_new_variant_has_its_address_at_once(client: Client, poster: Product) -> None:
    client.get("/fr/p/affiche-ricochets/")
    values = {"format": factories.option("a4"), "cadre": factories.option("noir")}
    factories.variant(poster, values, price=6300, upc="P-A4-N")
    assert "63\u00a0€" in client.get("/fr/p/affiche-ricochets/?v=P-A4-N").content.decode()


def test_what_the_script_shows_is_what_the_server_shows(client: Client, poster: Product) -> None:
    page = client.get("/fr/p/affiche-ricochets/").content.decode()
    found = re.search(r'<script id="variants" type="application/json">(.*?)</script>', page)
    assert found
    variants = {one["url"]: one for one in json.loads(found[1])["variants"]}
    for url, variant in variants.items():
        own = client.get(url).content.decode()
        assert f'<span data-shows="price">{variant["price"]}</span>' in own
        assert f'data-bucket="{variant["availability"]}"><span data-shows="stock">{variant["stock"]}</span>' in own
    assert len(variants) == 3


def test_search_engines_are_told_of_every_variant(client: Client, poster: Product) -> None:
    told = data_in(client.get("/en/p/ricochets-poster/").content.decode())
    group = told["ProductGroup"]
    assert [one["offers"]["price"] for one in group["hasVariant"]] == ["24.00", "34.00", "73.00"]
    assert group["hasVariant"][2]["offers"]["availability"] == "https://schema.org/OutOfStock"
    assert "aggregateRating" not in group
    assert [step["name"] for step in told["BreadcrumbList"]["itemListElement"]] == [
        "Home",
        "Posters",
        "Ricochets poster",
    ]


def test_related_products_are_seen_from_both_sides_but_not_when_sold_out(client: Client, poster: Product) -> None:
    mug, sold_out = factories.product("Mug", "Mug"), factories.product("Bol", "Bowl", in_stock=0)
    relate(poster, [mug, sold_out])
    page = client.get("/fr/p/affiche-ricochets/").content.decode()
    assert '<a href="/fr/p/mug/">' in page
    assert '<a href="/fr/p/bol/">' not in page
    assert '<a href="/fr/p/affiche-ricochets/">' in client.get("/fr/p/mug/").content.decode()


def test_an_address_a_product_once_had_leads_to_the_new_one(
    client: Client, poster: Product, django_capture_on_commit_callbacks: Any
) -> None:
    client.get("/fr/p/affiche-ricochets/")
    poster.slug_fr = "ricochets"
    with django_capture_on_commit_callbacks(execute=True):
        save_product(poster)
    answer = client.get("/fr/p/affiche-ricochets/")
    assert (answer.status_code, answer["Location"]) == (301, "/fr/p/ricochets/")


def test_texts_of_the_catalogue_cannot_act(client: Client, posters: Category) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    factories.product(
        evil, evil, slug_fr="x", slug_en="x", categories=[posters],
        summary_fr=evil, description_fr=f"<p>bon</p>{evil}", story_fr=evil,
    )  # fmt: skip
    for address in ("/fr/", "/fr/c/affiches/", "/fr/p/x/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("address", ["/fr/", "/fr/c/affiches/", "/fr/p/affiche-ricochets/", "/fr/nothing/", "/en/"])
def test_pages_bring_no_style_script_or_handler_of_their_own(client: Client, poster: Product, address: str) -> None:
    page = client.get(address).content.decode()
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in script or "json" in script for script in scripts)
    assert page.count('rel="stylesheet"') == 1
    assert page.count("<script defer") <= 2


def test_a_page_that_has_sunk_offers_shelves(client: Client, posters: Category) -> None:
    MenuItem.objects.create(place="main", category=posters)
    answer = client.get("/fr/p/nothing/")
    assert answer.status_code == 404
    assert '<a class="button is-plain" href="/fr/c/affiches/">Affiches</a>' in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/fr/", "/fr/c/affiches/", "/fr/c/affiches/?format=a3", "/fr/p/affiche-ricochets/", "/en/p/x/?v=P-A3"]
)
def test_the_first_page_of_a_process_asks_for_at_most_eight_things(
    client: Client, poster: Product, address: str
) -> None:
    client.get(address)  # by another process: what the house knows lies in the cache they share
    shared.forget()
    estimate.forget()
    versions.bump_now("catalog")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    asked = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    asked = [sql for sql in asked if '"cache"' not in sql]
    assert len(asked) <= 8, asked


@pytest.mark.parametrize("address", ["/fr/", "/fr/c/affiches/", "/fr/p/affiche-ricochets/"])
def test_a_warm_page_asks_the_database_for_no_more_than_versions(
    client: Client, poster: Product, address: str, django_assert_max_num_queries: Any
) -> None:
    client.get(address)
    with django_assert_max_num_queries(2):
        client.get(address)
