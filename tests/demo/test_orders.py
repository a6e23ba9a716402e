"""The demo shop's past: orders as the checkout would have written them, every sum right, stock as it was."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from demo.fill.orders import add_orders, fates, seasons
from demo.fill.orders.buyers import towns
from demo.fill.orders.history import DAYS, History
from demo.fill.orders.writer import OrdersWriter
from demo.goods.cast import people
from shop import clock
from shop.delivery.addresses import clean_postcode
from shop.delivery.dates import Promise
from shop.ledger import audits
from shop.order import services, states
from shop.order.drafts import Draft
from shop.order.models import Line, Order, Parcel, Reduction
from shop.payment.models import Payment
from shop.people.models import Person, TouchLink
from shop.returns.models import Refund
from shop.stock import holds
from shop.stock.models import StockHold, StockRecord
from tests import order_factories as make

pytestmark = pytest.mark.django_db


def demo_data(*args: str) -> str:
    out = StringIO()
    call_command("demo_data", *args, stdout=out)
    return out.getvalue()


def left() -> dict[int, int]:
    """What can be bought of each variant."""
    rows = StockRecord.objects.annotate(left=F("num_in_stock") - Coalesce("num_allocated", 0))
    return dict(rows.values_list("pk", "left"))


def test_the_past_is_whole_and_every_sum_of_it_right() -> None:
    demo_data()
    before = left()
    demo_data("--orders", "300")

    assert Order.objects.count() == 300
    assert list(audits.differences()) == []
    assert left() == before
    placed = list(Order.objects.order_by("pk").values_list("date_placed", flat=True))
    assert placed == sorted(placed)
    assert clock.now() - timedelta(days=DAYS + 1) < placed[0]
    assert placed[-1] <= clock.now()
    found = states.derive(list(Order.objects.values_list("pk", flat=True)))
    assert found == dict(Order.objects.values_list("pk", "status"))
    shown = Counter(found.values())
    assert shown["delivered"] > 250
    assert shown["cancelled"] > 0
    assert 3 <= Refund.objects.count() <= 40
    assert Order.objects.filter(user=None).count() > 60
    assert Order.objects.exclude(user=None).count() > 60
    assert Parcel.objects.values("order").annotate(n=Sum("number")).filter(n__gt=1).exists()
    assert set(Order.objects.exclude(touch="").values_list("touch", flat=True)) <= set(
        TouchLink.objects.values_list("token", flat=True)
    )
    paid = Payment.objects.aggregate(Sum("received"))["received__sum"]
    assert paid == Order.objects.aggregate(Sum("card_amount"))["card_amount__sum"]

    # Then: asked again it is left alone; asked for more, it grows by so many, and still adds up.
    said = demo_data("--orders", "300")
    assert "There are 300 orders already." in said
    demo_data("--orders", "340")
    assert Order.objects.count() == 340
    assert list(audits.differences()) == []


def test_one_order_is_the_same_row_for_row_whether_written_one_by_one_or_in_bulk() -> None:
    demo_data()
    history = History(150)
    history.introduce()
    drafts = [draft for draft, _number, _fate in history.orders()]
    reduced, at_point = ([draft for draft in drafts if kind(draft)][:2] for kind in (has_reduction, has_point))
    chosen = [*reduced, *at_point, *drafts[:2]]
    assert len(chosen) == 6
    for place, draft in enumerate(chosen):
        one = services.write(replace(draft, reference=f"one-{place}"))
        writer = OrdersWriter()
        writer.add(replace(draft, reference=f"bulk-{place}"), f"BULK-{place}")
        writer.flush()
        other = Order.objects.get(number=f"BULK-{place}")
        assert row(one, "number", "reference") == row(other, "number", "reference")
        assert row(one.shipping_address) == row(other.shipping_address)
        for model in (Line, Reduction):
            rows = [
                [row(each) for each in model.objects.filter(order=order).order_by("pk")]  # type: ignore[attr-defined]
                for order in (one, other)
            ]
            assert rows[0] == rows[1]
    assert Reduction.objects.exists()
    # Then: the database counts on from there.
    assert make.order().pk > other.pk


def has_reduction(draft: Draft) -> bool:
    return bool(draft.reductions)


def has_point(draft: Draft) -> bool:
    return bool(draft.address.point)


def row(thing: Any, *but: str) -> dict[str, Any]:
    """What is stored of it, but for its own keys."""
    own = {"id", "order", "shipping_address", *but}
    stored = type(thing).objects.filter(pk=thing.pk).values().get()
    return {name: value for name, value in stored.items() if name.removesuffix("_id") not in own}


def test_the_same_day_and_shop_give_the_same_past() -> None:
    demo_data()
    with time_machine.travel(clock.now(), tick=False):
        once, again = ([*History(60).orders()] for _time in range(2))
    assert once == again
    assert len({number for _draft, number, _fate in once}) == 60


def test_what_is_still_to_be_sent_keeps_its_stock_and_its_purchase() -> None:
    demo_data()
    history = History(1)
    ((draft, _number, _fate),) = history.orders()
    writer = OrdersWriter()
    before = left()
    order_id = writer.add(replace(draft, placed_at=clock.now()), "KEPT-KEPT", fates.Fate(states.State.PLACED))
    writer.flush()
    order = Order.objects.get(pk=order_id)
    assert left() == before
    assert order.pending_order.state == "placed"  # type: ignore[attr-defined]
    kept = StockHold.objects.filter(source=order.reference)
    assert sum(kept.values_list("quantity", flat=True)) == sum(line.quantity for line in draft.lines)
    assert list(audits.differences()) == []
    holds.leave(str(order.reference), {line.stockrecord_id: line.quantity for line in order.lines.all()}, shipped=True)
    assert set(StockHold.objects.values_list(F("quantity") - F("left"), flat=True)) == {0}


def test_a_cancelled_order_was_never_packed_and_is_wholly_paid_back() -> None:
    make.country()
    draft = make.draft(placed_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    promised = Promise(date(2026, 11, 5), date(2026, 11, 9), datetime(2026, 11, 2, 14, tzinfo=UTC))

    class Never:
        """A random number that is always nought."""

        def random(self) -> float:
            return 0.0

        def randint(self, low: int, high: int) -> int:
            return low

        def choice(self, things: Any) -> Any:
            return things[0]

    fate = fates.draw(Never(), draft, promised, datetime(2026, 11, 20, tzinfo=UTC))  # type: ignore[arg-type]
    assert (fate.state, fate.packs) == ("cancelled", ())
    assert fate.back is not None
    assert (fate.back.lines, fate.back.delivery) == ((0,), True)


@pytest.mark.parametrize(
    ("year", "day"), [(2025, date(2025, 5, 25)), (2026, date(2026, 5, 31)), (2020, date(2020, 6, 7))]
)
def test_mothers_day_gives_way_to_whit_sunday(year: int, day: date) -> None:
    assert seasons.mothers_day(year) == day


def test_busy_days_are_sundays_paydays_and_the_weeks_before_holidays() -> None:
    weights = dict(seasons.weights(date(2025, 9, 20), date(2026, 11, 20), ()))
    assert weights[date(2026, 3, 8)] > 1.3 * weights[date(2026, 3, 6)]  # Sunday, Friday
    assert weights[date(2026, 6, 30)] > 1.25 * weights[date(2026, 6, 23)]  # wages
    assert weights[date(2025, 12, 15)] > 2 * weights[date(2025, 11, 10)]
    assert weights[date(2025, 12, 25)] < 0.5 * weights[date(2025, 12, 11)]
    assert weights[date(2026, 5, 26)] > 1.7 * weights[date(2026, 5, 12)]
    launched = dict(seasons.weights(date(2025, 9, 20), date(2026, 11, 20), {date(2026, 3, 8)}))
    assert launched[date(2026, 3, 10)] == 1.25 * weights[date(2026, 3, 10)]
    assert launched[date(2026, 3, 11)] == weights[date(2026, 3, 11)]


def test_everybody_of_the_cast_lives_somewhere_a_letter_would_find() -> None:
    for person in people():
        town = towns()[person.town]
        assert town.country == person.country, person.town
        assert clean_postcode(town.country, town.postcode) == town.postcode, person.town


def test_a_shop_with_nothing_to_sell_gets_no_past() -> None:
    out = StringIO()
    assert add_orders(10, out) == 0
    assert "No orders added" in out.getvalue()
    assert (Order.objects.count(), TouchLink.objects.count()) == (0, 0)


def test_many_persons_order_too() -> None:
    demo_data("--persons", "120")
    demo_data("--orders", "90")
    names = Person.objects.filter(orders__isnull=False).values("pk").distinct().count()
    assert names > 60
    assert Person.objects.filter(orders__isnull=False, email__regex=r"\.\d+@").exists()
