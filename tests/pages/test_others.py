"""What belongs to somebody else, asked for by every number one could know, at every address that takes one."""

import itertools
import re
from typing import Any

import pytest
from django.test import Client

from shop.accounts.models import User
from shop.cart.models import Basket
from shop.order.models import Order
from shop.people.services import person_for_user, prove_email
from tests import factories as make
from tests import order_factories as orders
from tests.pages import addresses

pytestmark = pytest.mark.django_db
NAME = "Ada Martin"
PLACE = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)")
# The merchant's side has doors of its own (tests/admin); goods and pages are everybody's.
ELSEWHERE = ("admin/", "c/", "p/", "help/", "static/", "media/", "demo/", "mailbox/", "^media", "i18n/")


@pytest.fixture
def ada() -> User:
    """Somebody with an order and a basket."""
    addresses.furnish()
    user: User = make.user("ada")
    prove_email(person=person_for_user(user=user), email=user.email)
    return user


def belongings(ada: User) -> list[str]:
    """Every number and name of hers that might open something."""
    order: Order = orders.order()
    client = Client()
    client.force_login(ada)
    client.post("/fr/basket/add/", {"variant": make.product("Bol", "Bowl", in_stock=5).pk, "quantity": "2"})
    basket = Basket.objects.get()
    line = basket.lines.get()
    return [str(one) for one in (order.number, order.pk, order.reference, basket.pk, line.pk, ada.pk)]


def taking() -> list[str]:
    """Addresses with a place for a number or a name."""
    found = {
        re.sub(r"[\^$]|\\Z", "", route)
        for route, _view in addresses.patterns()
        if PLACE.search(route) and not route.removeprefix("fr/").startswith(ELSEWHERE)
    }
    return sorted(found)


def test_she_finds_it_there_herself(ada: User) -> None:
    known = belongings(ada)
    hers = Client(raise_request_exception=False)
    hers.force_login(ada)
    pages = [hers.get("/" + PLACE.sub(value, route)) for route, value in itertools.product(taking(), known)]
    assert any(NAME in page.content.decode(errors="replace") for page in pages)


@pytest.mark.parametrize("who", ["nobody", "ben"])
def test_nothing_of_hers_is_shown_to_or_changed_by_somebody_else(ada: User, who: str) -> None:
    known = belongings(ada)
    before = snapshot()
    stranger = Client(raise_request_exception=False)
    if who == "ben":
        stranger.force_login(make.user("ben"))

    asked = 0
    for route, value in itertools.product(taking(), known):
        path = "/" + PLACE.sub(value, route)
        for answer in (stranger.get(path), stranger.post(path, {"quantity": "9", "remove": "1", "action": "delete"})):
            asked += 1
            page = answer.content.decode(errors="replace")
            assert answer.status_code < 500, path
            assert NAME not in page, path
            assert ada.email not in page, path
    assert asked > 100
    assert snapshot() == before


def snapshot() -> list[Any]:
    return [
        list(Order.objects.values_list("pk", "status", "number")),
        list(Basket.objects.exclude(owner=None).filter(owner__email__startswith="ada").values_list("pk", "status")),
        list(Basket.objects.filter(owner__email__startswith="ada").values_list("lines__pk", "lines__quantity")),
        list(User.objects.filter(email__startswith="ada").values_list("pk", "email", "is_active")),
    ]
