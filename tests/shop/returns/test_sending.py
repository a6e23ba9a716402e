"""Sending: by the stand-in for Stripe with everything that can go wrong on the way, and by plugs."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from shop import clock
from shop.order.models import Order
from shop.payment import services as payments
from shop.payment.models import Payment
from shop.returns import exceptions, services
from shop.returns.models import Refund, RefundPart
from shop.returns.tasks import sweep
from tests import order_factories as make
from tests.emulator import Stripe
from tests.shop.returns.given import Plug, audited, bought, line_ids, news

pytestmark = pytest.mark.django_db


def refund(order: Order, **wanted: Any) -> Refund:
    return services.refund(order, reason=Refund.Reason.DEFECT, **wanted)


def state(refund: Refund) -> str:
    refund.refresh_from_db()
    return refund.state


def at_stripe(stripe: Stripe) -> list[tuple[int, str]]:
    return [(each["amount"], each["status"]) for each in stripe.all("refund")]


def paid_back(order: Order) -> int:
    return sum(Payment.objects.filter(order=order).values_list("refunded", flat=True))


def later(minutes: float = 2) -> Any:
    return time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False)


def test_a_refund_is_sent_once_though_the_sweep_runs_twice(stripe: Stripe) -> None:
    order = bought(stripe=stripe)
    made = refund(order)

    assert (sweep(), sweep()) == (1, 0)

    assert state(made) == "done"
    assert made.done_at is not None
    assert at_stripe(stripe) == [(2890, "succeeded")]
    assert paid_back(order) == 2890
    (part,) = made.parts.all()
    assert (part.state, part.stripe_id) == ("done", stripe.all("refund")[0]["id"])
    assert audited() == []


@pytest.mark.parametrize("kind", ["error_after", "lost_reply", "error_before", "rate_limit"])
def test_a_call_that_went_wrong_is_made_again_under_the_same_key(stripe: Stripe, kind: str) -> None:
    order = bought(stripe=stripe)
    made = refund(order)
    stripe.fail(kind, "/v1/refunds")

    sweep()
    assert state(made) == "sending"
    assert made.parts.get().trouble != ""
    assert sweep() == 0  # not due yet
    with later():
        sweep()

    assert state(made) == "done"
    assert at_stripe(stripe) == [(2890, "succeeded")]
    assert paid_back(order) == 2890
    assert made.parts.get().trouble == ""


def test_a_hanging_stripe_is_given_up_in_time_and_found_done_afterwards(
    stripe: Stripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop.payment.gateway.SECONDS", 1.0)
    monkeypatch.setattr("shop.payment.services.refunding.Visit.__init__.__defaults__", (1.0,))
    order = bought(stripe=stripe)
    made = refund(order)
    stripe.fail("hang", "/v1/refunds", seconds=3)

    sweep()
    assert state(made) == "sending"
    with later(10):
        sweep()

    assert state(made) == "done"
    assert at_stripe(stripe) == [(2890, "succeeded")]


def test_a_worker_killed_between_call_and_note_sends_nothing_twice(
    stripe: Stripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = bought(stripe=stripe)
    made = refund(order)

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("shop.returns.services.sending._note", killed)
        with pytest.raises(KeyboardInterrupt):
            sweep()
    assert state(made) == "sending"
    assert sweep() == 0  # the dead one's lease
    with later():
        sweep()

    assert state(made) == "done"
    assert at_stripe(stripe) == [(2890, "succeeded")]


def test_stripe_away_is_asked_again_with_growing_pauses(stripe: Stripe) -> None:
    made = refund(bought(stripe=stripe))
    stripe.fail("error_before", "/v1/refunds", times=9)
    pauses = []

    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _try in range(9):
            sweep()
            part = made.parts.get()
            pauses.append(int((part.due_at - clock.now()).total_seconds() / 60))
            traveller.move_to(part.due_at)
        assert state(made) == "sending"
        sweep()

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert state(made) == "done"
    assert at_stripe(stripe) == [(2890, "succeeded")]


def test_a_refund_that_takes_its_time_is_pending_until_stripe_says_so(stripe: Stripe) -> None:
    order = bought(stripe=stripe, by="pm_card_pendingRefund")
    made = refund(order)

    sweep()
    assert state(made) == "pending"
    assert made.done_at is None
    stripe.control(f"refunds/{stripe.all('refund')[0]['id']}", status="succeeded")
    for _twice in range(2):
        news(stripe)

    assert state(made) == "done"
    assert at_stripe(stripe) == [(2890, "succeeded")]


def test_news_of_a_pending_refund_that_got_lost_are_asked_for(stripe: Stripe) -> None:
    made = refund(bought(stripe=stripe, by="pm_card_pendingRefund"))
    sweep()
    stripe.control(f"refunds/{stripe.all('refund')[0]['id']}", status="succeeded")

    with later(10):
        payments.reconcile()

    assert state(made) == "done"


def test_a_refund_that_the_bank_sends_back_fails_is_seen_and_begun_again(stripe: Stripe) -> None:
    order = bought(stripe=stripe, by="pm_card_refundFail")
    made = refund(order)
    sweep()
    assert state(made) == "done"
    (first,) = stripe.all("refund")
    stripe.control(f"refunds/{first['id']}", status="failed")
    news(stripe)

    assert state(made) == "failed"
    assert made.done_at is None
    part = made.parts.get()
    assert (part.state, part.trouble, paid_back(order)) == ("failed", "expired_or_canceled_card", 0)
    assert audited() == []

    stripe.control("refunds", next=["ok"])
    services.retry(made)
    assert state(made) == "asked"
    sweep()

    assert state(made) == "done"
    assert sorted(at_stripe(stripe)) == [(2890, "failed"), (2890, "succeeded")]
    assert made.parts.get().key != part.key
    assert paid_back(order) == 2890


def test_what_failed_can_be_settled_by_hand_and_late_news_change_nothing(stripe: Stripe) -> None:
    made = refund(bought(stripe=stripe, by="pm_card_refundFail"))
    sweep()
    stripe.control(f"refunds/{stripe.all('refund')[0]['id']}", status="failed")
    news(stripe)

    services.settle_by_hand(made, note="transfer of 3 December")
    news(stripe)

    assert state(made) == "done"
    assert made.note == "transfer of 3 December"
    assert made.parts.get().by_hand


@pytest.mark.parametrize("act", [services.retry, lambda made: services.settle_by_hand(made, note="x")])
def test_only_what_failed_is_begun_again_or_settled_by_hand(stripe: Stripe, act: Any) -> None:
    made = refund(bought(stripe=stripe))
    sweep()

    with pytest.raises(exceptions.NotFailed):
        act(made)

    assert (state(made), made.note) == ("done", "")
    assert at_stripe(stripe) == [(2890, "succeeded")]


def test_more_than_stripe_would_give_fails_and_is_not_tried_for_ever(stripe: Stripe) -> None:
    order = bought(stripe=stripe)
    made = refund(order)
    Payment.objects.filter(order=order).update(refunded_elsewhere=100)

    sweep()

    assert state(made) == "failed"
    assert made.parts.get().trouble.startswith("too_much")
    assert at_stripe(stripe) == []


def test_the_card_gives_first_then_the_gift_voucher(stripe: Stripe, voucher: Plug) -> None:
    order = bought([make.draft_line(5, 2000)], voucher=6000, stripe=stripe)  # 104,90 €: 44,90 € by card
    (line,) = line_ids(order)

    first, second = refund(order, lines={line: 2}), refund(order, lines={line: 1})
    rest = refund(order)
    sweep()

    assert [list(each.parts.values_list("name", "amount")) for each in (first, second, rest)] == [
        [("card", 4000)],
        [("card", 490), ("voucher", 1510)],
        [("voucher", 4490)],
    ]
    assert sorted(at_stripe(stripe)) == [(490, "succeeded"), (4000, "succeeded")]
    assert voucher.total == 6000
    assert {reference for reference, _amount in voucher.given.values()} == {order.reference}
    assert [state(each) for each in (first, second, rest)] == ["done"] * 3
    assert audited() == []


def test_points_come_back_in_proportion_and_once(stripe: Stripe, points: Plug) -> None:
    order = bought([make.draft_line(3, 2000, off=1000)], points=1000, stripe=stripe)  # 50 € after 10 € of points
    (line,) = line_ids(order)

    given = []
    for _piece in range(3):
        made = refund(order, lines={line: 1})
        sweep()
        given.append(made.parts.get(kind="reduction").amount)
    refund(order, delivery=True)
    sweep()

    assert given == [333, 333, 334]
    assert points.total == 1000
    assert points.calls == 3
    assert audited() == []


def test_a_plug_that_is_away_or_breaks_is_asked_again_with_the_same_key(points: Plug, stripe: Stripe) -> None:
    made = refund(bought([make.draft_line(1, 2000, off=500)], points=500, stripe=stripe))
    broken = {"left": 1}
    give_back = points.give_back

    def breaks(**given: Any) -> None:
        if broken["left"]:
            broken["left"] -= 1
            raise RuntimeError("no")
        give_back(**given)

    points.give_back = breaks  # type: ignore[method-assign]
    sweep()
    assert state(made) == "sending"
    assert [part.state for part in made.parts.order_by("name")] == ["done", "sending"]
    with later():
        sweep()

    assert state(made) == "done"
    assert list(points.given) == [made.parts.get(kind="reduction").key]


def test_refunds_of_others_are_not_taken_for_ours(stripe: Stripe) -> None:
    order = bought(stripe=stripe)
    made = refund(order, amount=100)
    assert payments.refund(order.payments.get(), amount=200, key="checkout-7") == "done"

    news(stripe)

    assert state(made) == "asked"
    assert RefundPart.objects.get().state == "asked"
