"""What was not bought is forgotten after 30 days, by a task that may run twice."""

from datetime import timedelta

import pytest
import time_machine

from shop import clock
from shop.checkout import services
from shop.checkout.models import PendingOrder
from shop.checkout.services.forgetting import forget_person
from shop.checkout.tasks import forget
from shop.people.services import person_for_email
from tests.emulator import Stripe
from tests.shop.checkout import given

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_given_up_goes_and_what_was_placed_keeps_no_address(stripe: Stripe) -> None:
    services.abandon(given.frozen(given.goods()))
    pending = given.frozen(given.goods())
    stripe.pay(services.start_card(pending).intent_id)
    services.settle(pending.reference)

    with time_machine.travel(clock.now() + timedelta(days=29)):
        assert forget() == 0
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert (forget(), forget()) == (2, 0)

    left = PendingOrder.objects.get()
    assert (left.state, left.email, left.address, left.order is not None) == ("placed", "", {}, True)


def test_what_is_being_paid_is_not_forgotten() -> None:
    given.frozen(given.goods())

    with time_machine.travel(clock.now() + timedelta(days=60)):
        assert forget() == 0

    assert PendingOrder.objects.get().email == "lea@example.org"


def test_a_person_who_is_erased_is_forgotten_here_too() -> None:
    pending = given.frozen(given.goods())
    person = person_for_email(email="lea@example.org", language="fr")
    PendingOrder.objects.filter(pk=pending.pk).update(person=person)
    services.abandon(pending)

    forget_person(person)

    assert PendingOrder.objects.get().email == ""
