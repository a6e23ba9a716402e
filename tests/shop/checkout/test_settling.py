"""Settling: browser, webhook and sweep in any order and number give one order, or none and the money back."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from shop import clock
from shop.cart.models import Basket
from shop.checkout import services
from shop.checkout.models import PendingOrder
from shop.order.models import Order
from shop.payment import services as payments
from shop.payment.models import Payment
from shop.people.models import Consent
from shop.stock.models import StockHold
from tests.emulator import Stripe
from tests.shop.checkout import given

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(minutes=16)


def paid(stripe: Stripe, *wanted: object, card: str = "pm_card_visa", **changes: object) -> PendingOrder:
    """A pending order whose card said yes; nobody has told the shop yet."""
    pending = given.frozen(*wanted, **changes)  # type: ignore[arg-type]
    stripe.pay(services.start_card(pending).intent_id, card)
    return pending


def test_the_returning_browser_places_the_order(stripe: Stripe) -> None:
    poster = given.goods()
    pending = paid(stripe, (poster, 2))

    settled = services.settle(pending.reference)

    order = Order.objects.get()
    assert (settled.state, settled.order) == ("placed", order)
    assert (order.total, order.card_amount, order.guest_email) == (7290, 7290, "lea@example.org")
    assert [(line.quantity, line.total) for line in order.lines.all()] == [(2, 6800)]
    assert StockHold.objects.get().state == StockHold.State.CAPTURED
    assert given.allocated(poster) == 2
    assert Payment.objects.get().order == order
    assert Basket.objects.get().status == Basket.SUBMITTED


def test_all_three_announcers_twice_give_one_order(stripe: Stripe) -> None:
    pending = paid(stripe, given.goods())

    for _twice in range(2):
        services.settle(pending.reference)
        stripe.hand_over(Client())
        payments.work_events()
        payments.reconcile()
        services.sweep()

    assert Order.objects.count() == 1
    assert given.states() == ["placed"]
    assert len(stripe.all("refund")) == 0


def test_the_webhook_alone_places_it(stripe: Stripe) -> None:
    paid(stripe, given.goods())

    stripe.hand_over(Client())
    payments.work_events()

    assert Order.objects.count() == 1


def test_nobody_announces_it_and_the_sweep_finds_it(stripe: Stripe) -> None:
    paid(stripe, given.goods())

    with time_machine.travel(clock.now() + LATER):
        assert services.sweep() == 1
        assert services.sweep() == 0

    assert given.states() == ["placed"]


def test_consents_are_written_with_the_order_and_not_before(stripe: Stripe) -> None:
    said = [{"purpose": "newsletter", "wording": "2026-11"}]
    pending = paid(stripe, given.goods(), consents=said)
    assert Consent.objects.count() == 0

    services.settle(pending.reference)

    consent = Consent.objects.get()
    assert (consent.purpose, consent.granted, consent.source) == ("newsletter", True, "checkout")
    assert consent.proof == f"order {Order.objects.get().number}"


def test_an_abandoned_payment_is_cancelled_at_stripe_before_the_stock_is_free(stripe: Stripe) -> None:
    poster = given.goods()
    pending = given.frozen(poster)
    services.start_card(pending)

    with time_machine.travel(clock.now() + LATER):
        services.sweep()
        services.sweep()

    assert given.states() == ["released"]
    assert [intent["status"] for intent in stripe.all("payment_intent")] == ["canceled"]
    assert given.allocated(poster) == 0
    assert Order.objects.count() == 0


def test_before_its_time_is_over_nothing_is_released(stripe: Stripe) -> None:
    poster = given.goods()
    given.frozen(poster)

    with time_machine.travel(clock.now() + timedelta(minutes=14)):
        assert services.sweep() == 0

    assert given.allocated(poster) == 1


def test_stripe_away_keeps_the_hold_until_it_answers(stripe: Stripe) -> None:
    poster = given.goods()
    pending = given.frozen(poster)
    services.start_card(pending)
    stripe.fail("error_before", "*", times=50)

    with time_machine.travel(clock.now() + LATER):
        services.sweep()
    assert (given.states(), given.allocated(poster)) == (["paying"], 1)

    stripe.control("faults", clear=True)
    with time_machine.travel(clock.now() + LATER + timedelta(minutes=2)):
        services.sweep()
    assert (given.states(), given.allocated(poster)) == (["released"], 0)


def test_a_payment_at_work_keeps_the_hold_past_its_time(stripe: Stripe) -> None:
    poster = given.goods()
    pending = given.frozen(poster)
    intent = services.start_card(pending).intent_id
    stripe.pay(intent, "pm_card_processing")

    with time_machine.travel(clock.now() + LATER):
        services.sweep()
        assert (given.states(), given.allocated(poster)) == (["paying"], 1)
        stripe.control(f"processing/{intent}", succeed=True)
        services.settle(pending.reference)

    assert given.states() == ["placed"]


def given_up_then_paid(stripe: Stripe, *wanted: object) -> PendingOrder:
    """Money that came although the shop had let go: a window in which the bank was slower than we."""
    pending = paid(stripe, *wanted)
    services.release(pending.reference, "time ran out")
    return pending


def test_paid_too_late_but_still_to_be_had_is_an_order(stripe: Stripe) -> None:
    poster = given.goods()
    pending = given_up_then_paid(stripe, poster)

    services.settle(pending.reference)

    assert (given.states(), given.allocated(poster), Order.objects.count()) == (["placed"], 1, 1)


def test_paid_when_the_goods_are_gone_is_refunded_by_itself_once(stripe: Stripe) -> None:
    last = given.goods(in_stock=1)
    pending = given_up_then_paid(stripe, last)
    other = paid(stripe, last)
    services.settle(other.reference)

    for _twice in range(2):
        services.settle(pending.reference)
        payments.reconcile()
        services.sweep()

    assert given.states() == ["refunded", "placed"]
    assert [refund["amount"] for refund in stripe.all("refund")] == [3890]
    assert (Order.objects.count(), given.allocated(last)) == (1, 1)


def test_the_refund_of_a_surplus_waits_for_stripe_and_is_made_once(stripe: Stripe) -> None:
    last = given.goods(in_stock=1)
    pending = given_up_then_paid(stripe, last)
    services.settle(paid(stripe, last).reference)
    stripe.fail("error_after", "/v1/refunds", times=3)

    with pytest.raises(Exception, match=""):
        services.settle(pending.reference)
    assert given.states() == ["refunding", "placed"]
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        for _sweeps in range(4):
            services.sweep()
            payments.reconcile()
            with time_machine.travel(clock.now() + timedelta(minutes=2)):
                services.sweep()

    assert given.states() == ["refunded", "placed"]
    assert len(stripe.all("refund")) == 1


def test_nothing_paid_is_no_order(stripe: Stripe) -> None:
    pending = given.frozen(given.goods())
    services.start_card(pending)

    assert services.settle(pending.reference).state == "paying"
    assert Order.objects.count() == 0


def test_the_hosted_page_gives_address_and_delivery(stripe: Stripe) -> None:
    poster = given.goods()
    pending = services.freeze_express(basket=given.basket(poster), person=None, language="fr")
    payment = services.start_hosted(pending, success_url="http://localhost/done", cancel_url="http://localhost/basket")
    stripe.pay_session(
        payment.session_id,
        email="zoe@example.org",
        name="Zoé Petit",
        phone="+33612345678",
        address={"line1": "3 quai", "postal_code": "29200", "city": "Brest", "country": "FR"},
        payment_method="pm_card_visa",
    )

    settled = services.settle(pending.reference)

    order = Order.objects.get()
    assert (settled.state, settled.email, order.total, order.delivery) == ("placed", "zoe@example.org", 3890, 490)
    assert (order.shipping_address.postcode, order.shipping_address.line4) == ("29200", "Brest")
