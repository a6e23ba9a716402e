"""The basket at sign-in and sign-out: nothing chosen is lost, the larger quantity stays, and a sentence says so."""

from functools import partial
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from shop.accounts.models import User
from shop.cart import cookies, services
from shop.cart.exceptions import Closed
from shop.cart.models import Basket, Line
from tests import factories as make
from tests import promotion_factories as promote
from tests.rivals import kinds, together
from tests.shop.accounts.test_sign_up import prove
from tests.shop.cart.test_cookie import cookie, put

pytestmark = pytest.mark.django_db
SENTENCE = "Your basket from last time is back, with what you chose today. Of each thing we kept the larger quantity."


def sign_in(client: Client) -> Any:
    return client.post("/en/account/login/", {"login": "ada@example.org", "password": "a long enough word"})


@pytest.fixture
def ada() -> User:
    user = make.user("ada")
    prove("ada")
    return user


def inside(basket: Basket) -> dict[int, int]:
    return dict(Line.objects.filter(basket=basket).values_list("product_id", "quantity"))


def test_a_guests_basket_becomes_the_members(ada: User) -> None:
    client, poster = Client(), make.product(in_stock=None)
    put(client, 2, poster)

    sign_in(client)

    basket = Basket.objects.get()
    assert (basket.owner_id, inside(basket)) == (ada.pk, {poster.pk: 2})
    page = client.get("/en/basket/")
    assert 'aria-label="Basket, 2 items"' in page.text
    assert SENTENCE not in page.text


def test_two_baskets_become_one_with_the_larger_quantities_and_both_codes(ada: User) -> None:
    desk, phone = Client(), Client()
    mug, poster, tea = (make.product(in_stock=None) for _ in range(3))
    sign_in(desk)
    put(desk, 3, mug)
    put(desk, 1, poster)
    desk.post("/en/basket/code/", {"code": promote.code("LETTER").code})
    put(phone, 2, mug)
    put(phone, 4, poster)
    put(phone, 1, tea)
    phone.post("/en/basket/code/", {"code": promote.code("CARD").code})

    sign_in(phone)

    own = Basket.objects.get(owner=ada, status=Basket.OPEN)
    assert inside(own) == {mug.pk: 3, poster.pk: 4, tea.pk: 1}
    assert sorted(own.vouchers.values_list("code", flat=True)) == ["CARD", "LETTER"]
    page = phone.get("/en/basket/")
    assert SENTENCE in page.text
    assert 'aria-label="Basket, 8 items"' in page.text
    assert Basket.objects.exclude(pk=own.pk).get().status == Basket.MERGED


def test_a_member_finds_the_basket_on_another_machine(ada: User) -> None:
    desk, phone = Client(), Client()
    sign_in(desk)
    put(desk, 3)

    sign_in(phone)

    assert 'aria-label="Basket, 3 items"' in phone.get("/en/").text


def test_at_sign_out_the_cookie_goes_and_the_basket_stays(ada: User) -> None:
    client = Client()
    sign_in(client)
    put(client, 2)

    client.post("/en/account/logout/")

    assert cookies.NAME not in client.cookies or cookie(client) == ""
    assert 'aria-label="Basket, empty"' in client.get("/en/").text
    sign_in(client)
    assert 'aria-label="Basket, 2 items"' in client.get("/en/").text


def test_somebody_who_signs_in_after_another_gets_their_own(ada: User) -> None:
    client = Client()
    sign_in(client)
    put(client, 2)
    kept = cookie(client)
    client.post("/en/account/logout/")
    ben = make.user("ben")
    client.cookies[cookies.NAME] = kept

    client.force_login(ben)

    assert "Your basket is empty." in client.get("/en/basket/").text
    assert not Basket.objects.filter(owner=ben).exists()


def test_a_basket_filled_beside_the_sign_in_joins_at_the_next_look(ada: User) -> None:
    client, mug, poster = Client(), make.product(in_stock=None), make.product(in_stock=None)
    sign_in(client)
    put(client, 1, mug)
    other = Client()
    put(other, 2, poster)
    client.cookies[cookies.NAME] = cookie(other)

    page = client.get("/en/basket/")

    assert 'aria-label="Basket, 3 items"' in page.text
    assert inside(Basket.objects.get(owner=ada, status=Basket.OPEN)) == {mug.pk: 1, poster.pk: 2}


def test_an_ordered_basket_is_not_merged() -> None:
    gone, into = Basket.objects.create(status=Basket.SUBMITTED), Basket.objects.create()

    with pytest.raises(Closed):
        services.merge(gone, into=into)

    assert Basket.objects.get(pk=gone.pk).status == Basket.SUBMITTED


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_thing_added_by_six_at_once_is_one_line_with_all_of_them() -> None:
    basket, poster = Basket.objects.create(), make.product(in_stock=None)

    answers = together([partial(services.add, basket, poster.pk, 2) for _ in range(6)])

    assert kinds(answers) == {"Line": 6}
    assert inside(basket) == {poster.pk: 12}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_sign_ins_at_once_merge_a_basket_once() -> None:
    ada, poster = make.user("ada"), make.product(in_stock=None)
    own, guest = Basket.objects.create(owner=ada), Basket.objects.create()
    services.add(own, poster.pk, 2)
    services.add(guest, poster.pk, 5)

    answers = together([partial(services.merge, guest, into=own) for _ in range(4)])

    assert kinds(answers) == {"Closed": 3, "bool": 1}
    assert inside(own) == {poster.pk: 5}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_member_never_has_two_open_baskets() -> None:
    ada = make.user("ada")

    def opened() -> Basket:
        request = HttpRequest()
        request.user = ada
        return services.open_basket(request)

    answers = together([opened for _ in range(6)])

    assert {answer.pk for answer in answers} == {Basket.objects.get().pk}
