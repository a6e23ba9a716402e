"""What somebody bought as a guest joins their account once they have shown that the mailbox is theirs, not before."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from shop.accounts.models import User
from shop.order import services as orders
from shop.order.models import Order
from tests import order_factories
from tests.letters import letters
from tests.shop.accounts.openid import ADA, Provider, google, server
from tests.shop.accounts.test_sign_up import NEWCOMER, address, code_in, prove

pytestmark = pytest.mark.django_db
__all__ = ["google", "server"]  # fixtures


@pytest.fixture
def order(db: None) -> Order:
    """Bought by a guest who typed ada's address."""
    return orders.write(order_factories.draft(email="ada@example.org"))


def url(order: Order) -> str:
    with override("fr"):
        return reverse("order:detail", args=[order.number])


def sees(client: Client, order: Order) -> bool:
    """Whether it stands in the list and opens; the two agree."""
    with override("fr"):
        is_listed = order.number in client.get(reverse("order:list")).text
    answer = client.get(url(order))
    assert answer.status_code == (200 if is_listed else 404)
    return is_listed


def code_mailed() -> str:
    """The newest code that lies in the mailbox."""
    return code_in(next(message for message in reversed(letters()) if re.search(r"^\s+\d{6}$", message.body, re.M)))


def test_a_sign_up_alone_shows_nothing_and_the_code_shows_the_orders(client: Client, order: Order) -> None:
    client.post(address("account_signup"), NEWCOMER)
    user = User.objects.get()
    assert order.person != user.person
    assert Order.objects.get().person == order.person
    client.force_login(user)
    assert not sees(client, order)
    client = Client()
    cache.clear()  # a second code within ten seconds is haste
    client.post(address("account_login"), {"login": "ada@example.org", "password": NEWCOMER["password1"]})

    client.post(address("account_email_verification_sent"), {"code": code_mailed()})

    assert sees(client, order)
    assert Order.objects.get().person == User.objects.get().person


def test_an_account_with_another_address_never_sees_them(client: Client, order: Order) -> None:
    from tests import factories

    ben = factories.user("ben")
    prove("ben")
    client.force_login(ben)

    assert not sees(client, order)


def test_who_opens_an_account_in_somebody_elses_name_sees_nothing(order: Order) -> None:
    """Whatever they type: without the code there is no way to the orders, and afterwards the account is not theirs."""
    thief, owner = Client(), Client()
    thief.post(address("account_signup"), NEWCOMER)
    for number in range(3):
        thief.post(address("account_email_verification_sent"), {"code": f"{number:06}"})
    assert thief.get(url(order)).status_code == 302

    answer = owner.post(address("account_login"), {"login": "ada@example.org", "way": "code"})
    owner.post(answer["Location"], {"code": code_mailed()})

    assert sees(owner, order)
    thief.post(address("account_login"), {"login": "ada@example.org", "password": NEWCOMER["password1"]})
    assert thief.get(url(order)).status_code == 302


def test_google_vouching_for_the_address_shows_them(client: Client, google: Provider, order: Order) -> None:
    google.sign_in(client, "a1")

    assert sees(client, order)


@pytest.mark.parametrize("said", [False, "false", None])
def test_google_not_vouching_for_it_does_not(client: Client, google: Provider, order: Order, said: Any) -> None:
    google.knows("a1", **ADA | {"email_verified": said})

    google.sign_in(client, "a1")
    assert client.get(url(order)).status_code == 302
    assert Order.objects.get().person != User.objects.get().person

    client.post(address("account_email_verification_sent"), {"code": code_mailed()})
    assert sees(client, order)


def test_connecting_another_services_account_does_not_bring_its_addresss_orders(
    client: Client, google: Provider, order: Order
) -> None:
    """Ben connects a Google account that goes by Ada's address: his account still goes by his own."""
    from tests import factories

    ben = factories.user("ben")
    prove("ben")
    client.force_login(ben)
    answer = google.sign_in(client, "a1", process="connect")
    client.post(answer["Location"], {"password": "a long enough word"})
    assert ben.socialaccount_set.count() == 1

    assert not sees(client, order)


def test_an_address_that_is_changed_brings_its_orders_when_the_code_was_typed(client: Client, order: Order) -> None:
    from tests import factories

    ben = factories.user("ben")
    prove("ben")
    client.force_login(ben)
    client.post(address("account_reauthenticate"), {"password": "a long enough word"})
    answer = client.post(address("account_email"), {"email": "ada@example.org", "action_add": ""})
    assert not sees(client, order)

    client.post(answer["Location"], {"code": code_mailed()})

    assert sees(client, order)
    assert User.objects.get().email == "ada@example.org"


def test_orders_of_later_join_at_once(client: Client, order: Order) -> None:
    client.post(address("account_signup"), NEWCOMER)
    client.post(address("account_email_verification_sent"), {"code": code_mailed()})

    later = orders.write(order_factories.draft(email="Ada@Example.org"))

    assert sees(client, later)
    assert sees(client, order)
