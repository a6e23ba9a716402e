"""The audit finds each kind of tampering between stock, holds, payments and orders, and nothing where all is well."""

import pytest

from shop.checkout import audits, services
from shop.checkout.models import PendingOrder
from shop.order.models import Order
from shop.payment.models import Payment
from shop.stock.models import StockHold, StockRecord
from tests.emulator import Stripe
from tests.shop.checkout import given

pytestmark = pytest.mark.django_db(transaction=True)


def differences() -> list[str]:
    return [check.name for check in audits.CHECKS for _found in check.run()]


@pytest.fixture
def placed(stripe: Stripe) -> PendingOrder:
    """One order placed, one given up, one being paid."""
    goods = given.goods()
    given.frozen(goods)
    services.abandon(given.frozen(goods))
    pending = given.frozen((goods, 2))
    stripe.pay(services.start_card(pending).intent_id)
    return services.settle(pending.reference)


def test_nothing_differs_where_all_is_well(placed: PendingOrder) -> None:
    assert Order.objects.count() == 1
    assert differences() == []


def test_an_allocation_that_nobody_holds(placed: PendingOrder) -> None:
    StockRecord.objects.update(num_allocated=4)

    assert differences() == ["stock that is promised"]


def test_a_hold_that_outlives_its_pending_order(placed: PendingOrder) -> None:
    PendingOrder.objects.filter(state="open").update(state="released")

    assert differences() == ["holds and their pending orders"]


def test_a_payment_without_its_order(placed: PendingOrder) -> None:
    StockHold.objects.filter(source=placed.reference).update(state="held")
    PendingOrder.objects.filter(pk=placed.pk).update(state="paying", order=None)

    assert differences() == ["payments and their orders"]


def test_an_order_that_nobody_paid_for(placed: PendingOrder) -> None:
    Payment.objects.update(state="open", received=0)

    assert differences() == ["payments and their orders"]
