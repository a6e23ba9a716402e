"""The audit finds whatever was changed past the services."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from shop.ledger import audits
from shop.order import services
from shop.order.drafts import DraftReduction
from shop.order.models import Line, Order, ParcelLine, Reduction
from tests import order_factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Order:
    """Two prints with a reduction, half of them on their way, and a delivery."""
    made = make.order(
        lines=(make.draft_line(2, off=500), make.draft_line(1)),
        reductions=(DraftReduction("promotion", "Rentrée", 500), DraftReduction("delivery", "Offerte", 490)),
    )
    line = made.lines.all()[0]
    make.parcel(made, {line.pk: 1}, state="shipped")
    services.settle_state([made.pk])
    return made


def found() -> set[str]:
    names = ("orders", "their orders")
    return {one.check for one in audits.differences() if one.check.endswith(names)}


def test_an_order_as_the_services_leave_it_is_whole(order: Order) -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("tamper", "check"),
    [
        (lambda: Order.objects.update(total_incl_tax=Decimal("70.00")), "totals of orders"),
        (lambda: Order.objects.update(card_amount=1), "totals of orders"),
        (lambda: Order.objects.update(delivery_shares=[[200, 490, 1]]), "VAT of orders"),
        (lambda: Line.objects.filter(quantity=1).update(line_price_excl_tax=Decimal("20.01")), "VAT of orders"),
        (lambda: Reduction.objects.filter(kind="promotion").update(amount=499), "reductions of orders"),
        (lambda: ParcelLine.objects.update(quantity=3), "parcels and their orders"),
        (lambda: Line.objects.update(num_allocated=9), "parcels and their orders"),
        (lambda: Order.objects.update(status="delivered"), "states of orders"),
    ],
)
def test_what_was_tampered_with_is_found(order: Order, tamper: Callable[[], int], check: str) -> None:
    tamper()
    assert check in found()
