"""The basket's cookie: it opens one basket, counts without SQL, and cannot be made by hand."""

from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.cart import cookies, services
from shop.cart.models import Basket, Line
from tests import factories as make
from tests.pages import addresses

pytestmark = pytest.mark.django_db


def put(client: Client, quantity: int = 1, product: Any = None) -> Any:
    product = product or make.product(in_stock=None)
    return client.post("/en/basket/add/", {"variant": product.pk, "quantity": str(quantity)})


def cookie(client: Client) -> str:
    return client.cookies[cookies.NAME].value


def forged(*said: Any, key: str = settings.SECRET_KEY, salt: str = cookies.SALT) -> str:
    return signing.dumps(list(said), key=key, salt=salt)


def basket_of(value: str) -> Basket | None:
    request = HttpRequest()
    request.COOKIES[cookies.NAME] = value
    return services.basket_of(request)


def test_who_only_looks_gets_no_cookie_no_session_and_a_page_that_can_be_kept() -> None:
    addresses.furnish()
    client = Client()

    for path in ("/fr/", "/fr/p/affiche-phare/", "/fr/basket/"):
        answer = client.get(path)
        assert answer.cookies == {}, path
    page = client.get("/fr/p/affiche-phare/", headers={"Accept-Encoding": "br"})
    assert (page["Content-Encoding"], bool(page["ETag"])) == ("br", True)
    assert Basket.objects.count() == 0


def test_the_first_thing_in_the_basket_brings_the_cookie_and_no_session() -> None:
    client = Client()
    put(client, 3)

    basket = Basket.objects.get()
    morsel = client.cookies[cookies.NAME]
    assert signing.loads(morsel.value, salt=cookies.SALT) == [basket.pk, basket.key, 3]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/")
    assert morsel["max-age"] == 60 * 24 * 60 * 60
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_the_counter_is_told_without_a_statement() -> None:
    addresses.furnish()
    client = Client()
    put(client, 2)
    client.get("/en/basket/")  # the message is read
    client.get("/en/p/lighthouse-print/")

    with CaptureQueriesContext(connection) as captured:
        page = client.get("/en/p/lighthouse-print/")

    assert 'aria-label="Basket, 2 items"' in page.text
    assert [query["sql"] for query in captured.captured_queries if '"cache"' not in query["sql"]] == []
    assert page["Cache-Control"] == "private, no-store"
    assert "Content-Encoding" not in page


def test_a_cookie_that_we_did_not_sign_opens_nothing() -> None:
    client = Client()
    put(client)
    basket, value = Basket.objects.get(), cookie(client)

    assert basket_of(value) == basket
    for wrong in (
        value[:-1] + ("A" if value[-1] != "A" else "B"),
        "A" + value,
        value.split(":")[0],
        "",
        ":::",
        "\x00",
        str(basket.pk),
        f"{basket.pk}:{basket.key}:1",
        forged(basket.pk, basket.key, 1, key="another key"),
        forged(basket.pk, basket.key, 1, salt="another salt"),
        forged(basket.pk, "another key", 1),
        forged(basket.pk, "", 1),
        forged(basket.pk, None, 1),
        forged(str(basket.pk), basket.key, 1),
        forged(basket.pk + 1, basket.key, 1),
        forged(basket.pk),
        forged({"id": basket.pk}),
    ):
        assert basket_of(wrong) is None, wrong


def test_the_number_of_somebody_elses_basket_opens_nothing() -> None:
    ada, eve, poster = Client(), Client(), make.product(in_stock=None)
    put(ada, 5, poster)
    put(eve, 1, poster)
    hers, own = Basket.objects.order_by("pk")

    eve.cookies[cookies.NAME] = forged(hers.pk, own.key, 5)
    page = eve.get("/en/basket/")

    assert "Your basket is empty." in page.text
    assert page.cookies[cookies.NAME]["max-age"] == 0
    assert Line.objects.get(basket=hers).quantity == 5


def test_a_members_basket_is_not_opened_by_its_cookie_alone() -> None:
    ada = Client()
    ada.force_login(make.user("ada"))
    put(ada, 2)

    assert basket_of(cookie(ada)) is None


def test_a_key_that_was_replaced_still_opens(settings: Any) -> None:
    client = Client()
    put(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"

    assert basket_of(cookie(client)) == Basket.objects.get()


def test_a_basket_that_was_ordered_takes_its_cookie_away_at_the_next_look() -> None:
    client = Client()
    put(client)
    services.submitted(Basket.objects.get())

    page = client.get("/en/basket/")

    assert page.cookies[cookies.NAME]["max-age"] == 0
    assert 'aria-label="Basket, empty"' in page.text
    put(client)
    assert Basket.objects.filter(status=Basket.OPEN).count() == 1


def test_the_counter_puts_itself_right_on_the_baskets_page() -> None:
    client = Client()
    put(client, 2)
    Line.objects.update(quantity=7)

    assert 'aria-label="Basket, 7 items"' in client.get("/en/basket/").text
    assert signing.loads(cookie(client), salt=cookies.SALT)[2] == 7
