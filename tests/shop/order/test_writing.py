"""From a draft to an order that stands: once, whole, in few statements."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from shop.cents import tax_within
from shop.order import services
from shop.order.drafts import DraftDelivery, DraftReduction
from shop.order.exceptions import BadDraft
from shop.order.models import Line, Order, Reduction, ShippingAddress, State
from shop.order.services import writing
from shop.order.signals import order_placed
from shop.stock.models import StockRecord
from tests import order_factories as make
from tests.rivals import together

pytestmark = pytest.mark.django_db


def test_every_sum_of_an_order_is_that_of_its_draft() -> None:
    lines = (make.draft_line(2, 2400, off=1000), make.draft_line(3, 1190, rate=55))
    shares = ((200, 252, tax_within(252, 200)), (55, 238, tax_within(238, 55)))
    delivery = DraftDelivery("home", "À domicile", 490, shares, "2026-11-25", "2026-11-27")
    placed = datetime(2026, 11, 21, 19, 7, tzinfo=UTC)
    given = make.draft(
        lines=lines,
        delivery=delivery,
        reductions=(DraftReduction("promotion", "Rentrée", 1000, code="RENTREE"),),
        other_means=2000,
        touch="t-1",
        placed_at=placed,
    )
    order = Order.objects.get(pk=services.write(given).pk)
    # 3800 at 20 % hold 633, 3570 at 5.5 % hold 186, the delivery 42 and 12.
    assert (order.total_incl_tax, order.total_excl_tax) == (Decimal("78.60"), Decimal("69.87"))
    assert (order.shipping_incl_tax, order.shipping_excl_tax) == (Decimal("4.90"), Decimal("4.36"))
    assert (order.card_amount, order.other_means, order.total, order.tax) == (5860, 2000, 7860, 873)
    assert order.delivery_shares == [[200, 252, 42], [55, 238, 12]]
    assert (order.delivery_earliest, order.delivery_latest) == (date(2026, 11, 25), date(2026, 11, 27))
    assert (order.reference, order.person_id, order.email) == (given.reference, given.person_id, "ada@example.org")
    assert (order.language, order.touch, order.channel, order.status) == ("fr", "t-1", "web", State.PLACED)
    assert (order.date_placed, order.currency, order.shipping_code) == (placed, "EUR", "home")


def test_a_line_keeps_what_was_sold_and_what_it_cost() -> None:
    order = services.write(make.draft(lines=(make.draft_line(2, 2400, off=1000),)))
    line = order.lines.get()
    assert (line.unit_price_incl_tax, line.unit_price_excl_tax) == (Decimal("24.00"), Decimal("20.00"))
    assert (line.line_price_before_discounts_incl_tax, line.line_price_before_discounts_excl_tax) == (48, 40)
    assert (line.line_price_incl_tax, line.line_price_excl_tax) == (Decimal("38.00"), Decimal("31.67"))
    assert (line.discount_incl_tax, line.unit_cost, line.vat_rate) == (10, 8, 200)
    assert (line.total, line.before, line.unit_price, line.tax, line.cost) == (3800, 4800, 2400, 633, 1600)
    assert (line.variant, line.picture, line.language, line.num_allocated) == ("A3", "pictures/1-360.webp", "fr", 2)


def test_an_order_keeps_its_address_and_its_reductions() -> None:
    given = make.draft(
        address=make.again_address(point="tabac-44"),
        reductions=(DraftReduction("delivery", "Livraison offerte", 490), DraftReduction("points", "Points", 10)),
    )
    order = services.write(given)
    address = ShippingAddress.objects.get()
    assert (address.name, address.line1, address.city, address.postcode) == (
        "Ada Martin",
        "3 rue des Halles",
        "Nantes",
        "44000",
    )
    assert (address.country_id, str(address.phone_number), order.pickup_point) == ("FR", "+33240000000", "tabac-44")
    assert list(order.reductions.values_list("kind", "label", "amount")) == [
        ("delivery", "Livraison offerte", 490),
        ("points", "Points", 10),
    ]


def test_stock_is_left_to_the_holds() -> None:
    services.write(make.draft(lines=(make.draft_line(2),)))
    assert StockRecord.objects.get().num_allocated is None


def test_the_same_reference_is_the_same_order_whatever_else_is_said() -> None:
    given = make.draft()
    first = services.write(given)
    second = services.write(make.again(given, lines=(make.draft_line(9),), email="ben@example.org"))
    assert second.pk == first.pk
    assert (Order.objects.count(), Line.objects.count(), ShippingAddress.objects.count()) == (1, 1, 1)


def test_an_order_stands_though_what_it_points_to_was_deleted_meanwhile() -> None:
    kept, gone = make.draft_line(), make.draft_line()
    reductions = (DraftReduction("promotion", "Rentrée", 0, offer_id=77, voucher_id=78),)
    given = make.draft(lines=(kept, gone), reductions=reductions, basket_id=79, user_id=80)
    Product.objects.filter(pk=gone.variant_id).delete()
    order = Order.objects.get(pk=services.write(given).pk)
    assert (order.user_id, order.basket_id, order.total) == (None, None, 5290)
    assert list(order.reductions.values_list("offer_id", "voucher_id")) == [(None, None)]
    assert list(order.lines.values_list("product_id", "stockrecord_id")) == [
        (kept.variant_id, kept.stockrecord_id),
        (None, None),
    ]
    connection.check_constraints()


def test_ten_lines_take_at_most_twenty_five_statements() -> None:
    reductions = tuple(DraftReduction("promotion", f"Offre {n}", 10) for n in range(3))
    given = make.draft(lines=tuple(make.draft_line(2, off=3) for _line in range(10)), reductions=reductions)
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        transaction.atomic(),
    ):
        services.write(given)
    assert Line.objects.count() == 10
    assert len(asked) <= 25, [query["sql"][:80] for query in asked]


def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make.order().number
    numbers = iter([taken, taken, "K7PX-2MQD"])
    monkeypatch.setattr(writing, "random_number", lambda: next(numbers))
    assert make.order().number == "K7PX-2MQD"
    assert Order.objects.count() == 2


def test_numbers_that_stay_taken_are_an_error_and_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make.order().number
    monkeypatch.setattr(writing, "random_number", lambda: taken)
    with pytest.raises(RuntimeError):
        make.order()
    assert (Order.objects.count(), ShippingAddress.objects.count(), Reduction.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": ()},
        {"reference": ""},
        {"other_means": 2891},
        {"other_means": -1},
        {"delivery": DraftDelivery("home", "", 490, ((200, 480, 80),))},
        {"delivery": DraftDelivery("home", "", 490, ((200, 490, 81),))},
        {"delivery": DraftDelivery("home", "", 490, ())},
        {"reductions": (DraftReduction("points", "Points", -1),)},
    ],
)
def test_a_draft_that_does_not_add_up_writes_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadDraft):
        services.write(make.draft(**wrong))
    assert (Order.objects.count(), ShippingAddress.objects.count()) == (0, 0)


@pytest.mark.parametrize("wrong", [{"tax": 399}, {"total": 2401, "tax": 400}, {"total": -1, "tax": 0}, {"quantity": 0}])
def test_a_line_that_does_not_add_up_writes_nothing(wrong: dict[str, Any]) -> None:
    line = make.again_line(make.draft_line(), **wrong)
    with pytest.raises(BadDraft):
        services.write(make.draft(lines=(line,)))
    assert Order.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_order_is_announced_once_after_the_commit() -> None:
    heard: list[tuple[int, bool]] = []

    def hear(sender: Any, order_id: int, **kwargs: Any) -> None:
        heard.append((order_id, connection.in_atomic_block))

    order_placed.connect(hear)
    try:
        given = make.draft()
        with transaction.atomic():
            order = services.write(given)
            assert heard == []
        services.write(given)
    finally:
        order_placed.disconnect(hear)
    assert heard == [(order.pk, False)]


@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_fails_fails_alone() -> None:
    def fail(sender: Any, **kwargs: Any) -> None:
        raise RuntimeError("points are down")

    order_placed.connect(fail)
    try:
        order = make.order()
    finally:
        order_placed.disconnect(fail)
    assert Order.objects.get().pk == order.pk


def test_an_order_that_is_rolled_back_is_not_announced(django_capture_on_commit_callbacks: Any) -> None:
    given = make.draft()
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        services.write(given)
        transaction.set_rollback(True)
    assert callbacks == []
    assert Order.objects.count() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_rivals_with_one_reference_get_one_order() -> None:
    given = make.draft()
    for _run in range(3):
        fresh = make.again(given, reference=f"race-{_run}")
        answers = together([lambda fresh=fresh: services.write(fresh) for _rival in range(8)])
        assert {answer.pk for answer in answers} == {Order.objects.get(reference=fresh.reference).pk}
    assert (Order.objects.count(), Line.objects.count(), ShippingAddress.objects.count()) == (3, 3, 3)
