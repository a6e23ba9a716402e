"""The demo's clock and that of the stand-in for Stripe are one."""

from datetime import timedelta
from typing import Any

import pytest

from demo import stripe_clock
from shop.payment import services
from tests.emulator import Stripe
from tests.shop.payment.given import hosted

pytestmark = pytest.mark.django_db


def test_when_the_demo_moves_its_clock_what_falls_due_at_stripe_happens(stripe: Stripe) -> None:
    payment = hosted()

    stripe_clock.follow(timedelta(minutes=10))
    assert services.look(payment).state == "open"

    for _twice in range(2):
        stripe_clock.follow(timedelta(hours=1))

    assert services.look(payment).state == "cancelled"
    assert stripe.control("health", look=True)["offset"] == 3600


def test_without_a_stand_in_there_is_no_clock_to_move(settings: Any) -> None:
    settings.STRIPE_API_BASE = ""
    with pytest.raises(ValueError, match="no stand-in"):
        stripe_clock.follow(timedelta(hours=1))
