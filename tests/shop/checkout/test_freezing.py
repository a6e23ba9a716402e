"""Freezing: what was shown is what is held, or the shopper is asked again and nothing happened."""

from dataclasses import replace

import pytest

from shop.cart import services as cart
from shop.checkout import services
from shop.checkout.errors import Changed, EmptyBasket, NoDelivery, NotToBeHad
from shop.checkout.models import PendingOrder
from shop.payment.models import Payment
from shop.stock.services import set_price
from tests.emulator import Stripe
from tests.shop.checkout import given

pytestmark = pytest.mark.django_db


def test_a_basket_becomes_a_pending_order_with_everything_in_it() -> None:
    poster, mug = given.goods(price=3400), given.goods(price=1900)

    pending = given.frozen(poster, (mug, 2))

    assert (pending.goods, pending.total, pending.due, pending.state) == (7200, 7690, 7690, "open")
    assert [(line["quantity"], line["total"], line["tax"]) for line in pending.lines] == [
        (1, 3400, 567),
        (2, 3800, 633),
    ]
    assert pending.delivery["shares"] == [(200, 490, 82)] or pending.delivery["shares"] == ((200, 490, 82),)
    assert (pending.email, pending.address["city"]) == ("lea@example.org", "Nantes")
    assert (given.allocated(poster), given.allocated(mug)) == (1, 2)


def test_the_same_wish_twice_is_one_pending_order() -> None:
    poster = given.goods()
    basket = given.basket(poster)

    first = services.freeze(basket=basket, person=None, ask=given.ASK)
    second = services.freeze(basket=basket, person=None, ask=given.ASK)

    assert first.pk == second.pk
    assert given.allocated(poster) == 1


def test_another_wish_gives_the_first_one_up_and_holds_once() -> None:
    poster = given.goods()
    basket = given.basket(poster)
    first = services.freeze(basket=basket, person=None, ask=given.ASK)

    second = services.freeze(basket=basket, person=None, ask=replace(given.ASK, email="other@example.org"))

    assert given.states() == ["released", "open"]
    assert second.pk != first.pk
    assert given.allocated(poster) == 1


def test_another_total_than_was_shown_is_asked_again_and_nothing_is_held() -> None:
    poster = given.goods(price=3400)
    basket = given.basket(poster)
    record = poster.stockrecords.get()
    set_price(record, 3500)

    with pytest.raises(Changed) as changed:
        services.freeze(basket=basket, person=None, ask=replace(given.ASK, shown_total=3890))

    assert (changed.value.shown, changed.value.sums.total) == (3890, 3990)
    assert given.states() == []
    assert given.allocated(poster) == 0


def test_too_few_left_is_said_by_line_and_nothing_is_held() -> None:
    plenty, rare = given.goods(), given.goods(in_stock=2)
    basket = given.basket(plenty, (rare, 2))
    given.frozen(rare)

    with pytest.raises(NotToBeHad) as short:
        services.freeze(basket=basket, person=None, ask=given.ASK)

    assert [(problem.kind, problem.left) for problem in short.value.problems] == [("fewer", 1)]
    assert (given.allocated(plenty), given.allocated(rare)) == (0, 1)
    assert given.states() == ["open"]


def test_an_empty_basket_and_a_delivery_that_is_not_offered_are_refused() -> None:
    with pytest.raises(EmptyBasket):
        services.freeze(basket=given.basket(), person=None, ask=given.ASK)
    with pytest.raises(NoDelivery):
        given.frozen(given.goods(), delivery="by-balloon")

    assert given.states() == []


def test_what_a_pending_order_holds_does_not_change_with_the_basket() -> None:
    poster = given.goods()
    basket = given.basket(poster)
    pending = services.freeze(basket=basket, person=None, ask=given.ASK)

    cart.add(basket, given.goods(price=99).pk, 3)

    assert PendingOrder.objects.get(pk=pending.pk).total == 3890


@pytest.mark.django_db(transaction=True)
def test_a_changed_basket_cancels_the_intent_that_was_begun(stripe: Stripe) -> None:
    poster = given.goods()
    basket = given.basket(poster)
    first = services.freeze(basket=basket, person=None, ask=given.ASK)
    services.start_card(first)

    cart.add(basket, poster.pk, 1)
    second = services.freeze(basket=basket, person=None, ask=given.ASK)

    assert (first.total, second.total) == (3890, 7290)
    assert Payment.objects.get(reference=first.reference).state == Payment.State.CANCELLED
    assert [intent["status"] for intent in stripe.all("payment_intent")] == ["canceled"]
    assert given.allocated(poster) == 2
