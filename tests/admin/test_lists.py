"""Every list and form of the administration opens, in both languages, and a list costs the same however long it is."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from shop import clock
from shop.content.models import HomeSlot, MenuItem, Page
from tests import factories

pytestmark = pytest.mark.django_db
MODELS = sorted(f"{model._meta.app_label}/{model._meta.model_name}" for model in admin.site._registry)
# Session, user, person's language, rights and the rest of the frame come with every page.
MOST_QUERIES = 16


def fill(times: int, name: str = "") -> None:
    """Some of everything that lists show."""
    for number in range(times):
        shelf = factories.category(f"Rayon {name}{number}", f"Shelf {name}{number}")
        kind = factories.kind(f"Genre {name}{number}")
        factories.attribute(kind, "size", [("s", "S", "S"), ("m", "M", "M")], axis=True)
        parent = factories.product(kind=kind, categories=[shelf], price=None)
        factories.variant(parent, {"size": factories.option("s")})
        factories.variant(parent, {"size": factories.option("m")})
        factories.picture(factories.product(categories=[shelf]))
        page = Page.objects.create(title_fr=f"Page {name}{number}", title_en=f"Page {name}{number}")
        head = MenuItem.objects.create(place="footer", label_fr="Tête", label_en="Head")
        MenuItem.objects.create(place="footer", parent=head, page=page)
        MenuItem.objects.create(place="main", category=shelf)
        HomeSlot.objects.create(kind="shelf", category=shelf, starts_at=clock.now() + timedelta(days=number))
        factories.user(f"ada{name}{number}")


def test_a_list_costs_the_same_for_one_row_and_for_many(client: Client) -> None:
    client.force_login(factories.merchant())

    def cost(model: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/admin/{model}/")
        assert answer.status_code == 200
        return len(queries)

    fill(1)
    for model in MODELS:
        cost(model)
    few = {model: cost(model) for model in MODELS}
    fill(3, "b")
    many = {model: cost(model) for model in MODELS}

    for model in MODELS:
        assert many[model] <= few[model] + 1, model
        assert many[model] <= MOST_QUERIES, model


def test_the_form_of_a_product_costs_the_same_whatever_the_number_of_its_variants(client: Client) -> None:
    client.force_login(factories.merchant())
    kind = factories.kind("T-shirt")
    factories.attribute(kind, "size", [("s", "S", "S"), ("m", "M", "M"), ("l", "L", "L")], axis=True)
    product = factories.product(kind=kind, price=None)
    factories.variant(product, {"size": factories.option("s")})

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/admin/catalogue/product/{product.pk}/change/").status_code == 200
        return len(queries)

    cost()
    one = cost()
    for size in "ml":
        factories.variant(product, {"size": factories.option(size)})

    assert cost() == one


@pytest.mark.parametrize("language", ["fr", "en"])
def test_lists_searches_and_forms_open_in_both_languages(client: Client, language: str) -> None:
    client.force_login(factories.merchant())
    client.cookies["django_language"] = language
    fill(1)
    for kind in admin.site._registry:
        base = f"/admin/{kind._meta.app_label}/{kind._meta.model_name}/"
        assert client.get(base).status_code == 200
        assert client.get(base + "?q=a%27%22x").status_code == 200, base
        assert client.get(base + "add/").status_code in (200, 403)
        for row in kind._default_manager.all()[:3]:
            if isinstance(row, Product) and row.is_child:
                continue
            assert client.get(f"{base}{row.pk}/change/").status_code == 200, (base, row.pk)


def test_the_first_page_shows_no_table_of_the_ground(client: Client) -> None:
    client.force_login(factories.merchant())

    page = client.get("/admin/").text

    for stranger in ("sites/site", "socialaccount", "usersessions", "communication", "account/emailaddress"):
        assert f"/admin/{stranger}" not in page
