"""Forms from elsewhere, changes by a mere look, and lines smuggled into headers: asked of every address there is."""

import re
from http.cookies import SimpleCookie

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from shop.cart.models import Basket
from tests import factories as make
from tests.pages import addresses
from tests.pages.test_garbage import reachable

pytestmark = pytest.mark.django_db
# Stripe signs what it sends.
SIGNED = "/webhooks/stripe/"
SMUGGLED = "%0d%0aSet-Cookie:%20evil=1%0d%0aX-Evil:%201"
PLACES = ("next", "q", "to", "code", "country", "point", "v")


@pytest.fixture(autouse=True)
def shop() -> None:
    addresses.furnish()


def everybody() -> dict[str, Client]:
    """A stranger, a shopper and a merchant, each with the check of forms switched on."""
    clients = {name: Client(enforce_csrf_checks=True, raise_request_exception=False) for name in ("no", "ada", "mia")}
    clients["ada"].force_login(make.user("ada"))
    clients["mia"].force_login(make.merchant())
    return clients


def taken(status: int) -> bool:
    """Whether a form was looked at: neither refused (403), nor unknown here (404, 405), nor sent to the door (302)."""
    return status not in (301, 302, 403, 404, 405)


def test_no_address_takes_a_form_without_a_token() -> None:
    found = {
        (name, path): client.post(path, {"quantity": "1"}).status_code
        for name, client in everybody().items()
        for path in reachable()
        if path != SIGNED
    }

    assert len(found) > 300
    assert {where: status for where, status in found.items() if taken(status)} == {}
    assert sum(status == 403 for status in found.values()) > 200
    assert Basket.objects.count() == 0


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_a_right_token_sent_from_elsewhere_is_refused(origin: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get("/fr/account/login/").content.decode()
    [token, *_more] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    product = make.product("Bol", "Bowl")
    form = {"csrfmiddlewaretoken": token, "variant": product.pk, "quantity": "1"}

    for path in ("/fr/basket/add/", "/fr/account/login/", "/fr/account/signup/", "/fr/checkout/pay/"):
        assert visitor.post(path, form, headers={"Origin": origin}).status_code == 403, path
    assert Basket.objects.count() == 0


def test_a_mere_look_changes_nothing() -> None:
    """Every address, looked at by a shopper with a basket and a session: both are as before."""
    shopper = Client(raise_request_exception=False)
    shopper.force_login(make.user("ada"))
    shopper.post("/fr/basket/add/", {"variant": make.product("Bol", "Bowl", in_stock=5).pk, "quantity": "2"})
    before = list(Basket.objects.values_list("pk", "status", "lines__quantity"))
    assert before[0][2] == 2
    sessions = Session.objects.count()

    for path in reachable():
        shopper.get(path)
        shopper.get(f"{path}?quantity=9&remove=1&code=X&confirm=1&variant=1")

    assert list(Basket.objects.values_list("pk", "status", "lines__quantity")) == before
    assert Session.objects.count() == sessions
    assert "_auth_user_id" in shopper.session


@pytest.mark.parametrize("place", PLACES)
def test_no_line_is_smuggled_into_an_answers_headers(place: str) -> None:
    visitor = Client(raise_request_exception=False)
    for path in reachable():
        answer = visitor.get(f"{path}?{place}={SMUGGLED}")
        assert "X-Evil" not in answer.headers, path
        assert "evil" not in answer.cookies, path
        assert all("\n" not in value and "\r" not in value for value in answer.headers.values()), path
        assert isinstance(answer.cookies, SimpleCookie)
