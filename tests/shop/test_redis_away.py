"""Nobody listens where Redis should be: everything answers, an order is placed once, what was promised is renewed."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from catalog.models import Product
from shop import clock
from shop.accounts.models import Tries
from shop.celery import app
from shop.delivery import estimate
from shop.order.models import Order
from shop.pages import rediscache, versions
from shop.payment import services as payment
from shop.payment.models import Event
from tests import delivery_factories as delivery
from tests import factories
from tests.emulator import Stripe
from tests.shop.accounts.test_sign_up import address, prove
from tests.shop.checkout.given import goods
from tests.shop.checkout.test_pages import filled, paid
from tests.shop.pages.test_rediscache import away  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_broker(away: rediscache.Cache) -> Any:  # noqa: F811
    """Celery's messages have nowhere to go either: the same closed port."""
    kept = app.conf.broker_url
    app.conf.broker_url = away._servers[0]
    yield
    app.conf.broker_url = kept


@pytest.fixture
def poster(stripe: Stripe, no_broker: Any) -> Product:
    delivery.method("home", steps=((30_000, None, 490),), free_from=100_000)
    return goods(price=3400)


@pytest.mark.parametrize("path", ["/fr/", "/en/", "/fr/basket/", "/fr/account/login/", "/fr/search/?q=mug"])
def test_pages_answer(client: Client, poster: Product, path: str) -> None:
    for _look in range(2):
        assert client.get(path, follow=True).status_code == 200


def test_a_product_shows_and_an_order_is_placed_once(client: Client, poster: Product, stripe: Stripe) -> None:
    assert client.get(poster.get_absolute_url(), follow=True).status_code == 200
    filled(client, poster)
    page = paid(client, stripe)
    order = Order.objects.get()
    assert order.number in page.content.decode()

    assert set(stripe.hand_over(client)) == {200}
    for _twice in range(2):
        payment.work_events()
    assert Order.objects.get() == order
    assert Event.objects.exists()
    assert [intent["amount_received"] for intent in stripe.all("payment_intent")] == [3890]


def test_somebody_signs_in_and_guesses_stay_counted(client: Client, poster: Product) -> None:
    ada, door = factories.user("ada"), address("account_login")
    prove("ada")
    client.post(door, {"login": ada.email, "password": "not this one"})
    assert "_auth_user_id" not in client.session
    assert Tries.objects.exists()
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        client.post(door, {"login": ada.email, "password": "a long enough word"})
        assert client.session["_auth_user_id"] == str(ada.pk)


def test_a_tariff_changed_while_it_was_away_is_told_when_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "GLANCE", 0.0)
    method = delivery.method()
    with translation.override("fr"):
        before = estimate.now()
        with monkeypatch.context() as outage:
            outage.setattr(versions.cache, "get_many", lambda keys: {}, raising=False)
            outage.setattr(versions.cache, "get", lambda key: None, raising=False)
            outage.setattr(versions, "bump_now", lambda *names: None)
            method.steps.update(price=1234)
            versions.read(["catalog"])
        versions.read(["catalog"])
        after = estimate.now()
    assert before is not None
    assert after is not None
    assert (before.price_from, after.price_from) == (590, 1234)
