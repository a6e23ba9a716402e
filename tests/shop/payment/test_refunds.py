"""Money given back: once a key, never more than was taken, and a failure is taken out of the sum again."""

import pytest
from django.db import IntegrityError, transaction

from shop.payment import outcomes, services
from shop.payment.errors import Refused, StripeDown
from shop.payment.models import Payment, PaymentRefund
from tests.emulator import Stripe
from tests.rivals import kinds, together
from tests.shop.payment.given import card, paid

pytestmark = pytest.mark.django_db


def refunded(stripe: Stripe) -> list[int]:
    """What Stripe gave back, oldest first."""
    return [refund["amount"] for refund in reversed(stripe.all("refund")) if refund["status"] != "failed"]


def test_parts_and_the_rest_are_given_back_and_not_a_cent_more(stripe: Stripe) -> None:
    payment = paid(stripe)

    assert services.refund(payment, amount=2000, key="a") == "done"
    assert services.refund(payment, amount=4700, key="b") == "done"
    with pytest.raises(Refused, match="too_much"):
        services.refund(payment, amount=1, key="c")

    assert refunded(stripe) == [2000, 4700]
    assert (Payment.objects.get().refunded, PaymentRefund.objects.count()) == (6700, 2)


def test_the_same_key_twice_is_one_refund_and_another_sum_under_it_is_refused(stripe: Stripe) -> None:
    payment = paid(stripe)

    assert [services.refund(payment, amount=2000, key="a") for _ in range(3)] == ["done"] * 3
    with pytest.raises(Refused, match="other_amount"):
        services.refund(payment, amount=2001, key="a")

    assert refunded(stripe) == [2000]
    assert Payment.objects.get().refunded == 2000


def test_what_is_not_paid_is_not_given_back(stripe: Stripe) -> None:
    payment = card()
    with pytest.raises(Refused, match="not_paid"):
        services.refund(payment, amount=100, key="a")
    with pytest.raises(ValueError):
        services.refund(payment, amount=0, key="a")

    assert (PaymentRefund.objects.count(), stripe.all("refund")) == (0, [])


def test_a_lost_reply_counts_as_under_way_and_the_retry_finds_the_same_refund(stripe: Stripe) -> None:
    payment = paid(stripe)
    stripe.fail("lost_reply", "/v1/refunds")
    with pytest.raises(StripeDown):
        services.refund(payment, amount=6000, key="a")
    with pytest.raises(Refused, match="too_much"):
        services.refund(payment, amount=701, key="b")

    assert services.refund(payment, amount=6000, key="a") == "done"
    assert refunded(stripe) == [6000]


def test_an_error_that_stripe_remembers_does_not_double_a_refund(stripe: Stripe) -> None:
    payment = paid(stripe)
    stripe.fail("error_after", "/v1/refunds", stored=True)
    with pytest.raises(StripeDown):
        services.refund(payment, amount=6000, key="a")

    assert services.refund(payment, amount=6000, key="a") == "done"
    assert refunded(stripe) == [6000]


def test_a_wish_older_than_stripes_memory_of_keys_is_looked_for_before_it_is_repeated(stripe: Stripe) -> None:
    payment = paid(stripe)
    stripe.fail("lost_reply", "/v1/refunds")
    with pytest.raises(StripeDown):
        services.refund(payment, amount=3000, key="a")
    stripe.engine.store.run("DELETE FROM keys")
    payment.calls.filter(purpose="refund").update(created_at=payment.created_at.replace(year=2020))

    assert services.refund(payment, amount=3000, key="a") == "done"
    assert refunded(stripe) == [3000]


def test_a_refund_that_stripe_refuses_failed_and_can_be_asked_for_anew(stripe: Stripe) -> None:
    payment = paid(stripe)
    stripe.engine.store.put(stripe.all("charge")[0] | {"captured": False})

    assert services.refund(payment, amount=500, key="a") == "failed"
    assert services.refund(payment, amount=500, key="a") == "failed"

    payment = Payment.objects.get()
    assert (payment.refunded, payment.refundable, refunded(stripe)) == (0, 6700, [])


def test_a_refund_under_way_ends_by_an_event_and_a_failed_one_leaves_the_sum(stripe: Stripe) -> None:
    heard: list[tuple[str, str]] = []

    def listen(refund: PaymentRefund) -> None:
        heard.append((refund.key, refund.state))

    outcomes.register_refund(listen)
    try:
        payment = paid(stripe)
        stripe.control("refunds", next=["pending", "pending_fails"])
        assert services.refund(payment, amount=1000, key="a") == "pending"
        assert services.refund(payment, amount=2000, key="b") == "pending"
        stripe.control("clock", advance=60)
        stripe.hand_over()
        services.work_events()
    finally:
        outcomes.unregister_refund(listen)

    assert dict(PaymentRefund.objects.values_list("key", "state")) == {"a": "done", "b": "failed"}
    assert Payment.objects.get().refunded == 1000
    assert heard == [("a", "pending"), ("b", "pending"), ("a", "done"), ("b", "failed")]


def test_done_and_then_sent_back_by_the_bank_is_failed(stripe: Stripe) -> None:
    payment = paid(stripe, by="pm_card_refundFail")
    assert services.refund(payment, amount=1000, key="a") == "done"

    stripe.control("clock", advance=60)
    stripe.hand_over()
    services.work_events()

    assert (PaymentRefund.objects.get().state, Payment.objects.get().refunded) == ("failed", 0)
    assert services.refund(payment, amount=1000, key="a") == "failed"


def test_a_refund_made_at_stripe_by_hand_is_noted_and_limits_ours(stripe: Stripe, caplog: object) -> None:
    payment = paid(stripe)
    stripe.refund_by_hand(payment.intent_id, 5000)

    payment = services.look(payment)

    assert (payment.state, payment.refunded, payment.refunded_elsewhere, payment.refundable) == ("paid", 0, 5000, 1700)
    assert "5000 cents were refunded at Stripe by hand" in caplog.text  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="too_much"):
        services.refund(payment, amount=1701, key="a")
    assert services.refund(payment, amount=1700, key="a") == "done"
    payment = services.look(payment)
    assert (payment.refunded, payment.refunded_elsewhere) == (1700, 5000)


def test_the_database_itself_refuses_a_sum_above_what_was_taken(stripe: Stripe) -> None:
    payment = paid(stripe)
    for wrong in ({"refunded": 6701}, {"refunded": -1}, {"received": 6600}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(pk=payment.pk).update(**wrong)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_never_give_back_more_than_was_paid(stripe: Stripe) -> None:
    payment = paid(stripe, amount=6000)

    answers = together(
        [lambda n=n: services.refund(payment, amount=1000, key=f"part-{n}") for n in range(10)]  # type: ignore[misc]
    )

    assert kinds(answers) == {"Refused": 4, "str": 6}
    assert refunded(stripe) == [1000] * 6
    assert Payment.objects.get().refunded == 6000


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_with_one_key_are_one_refund(stripe: Stripe) -> None:
    payment = paid(stripe)

    answers = together([lambda: services.refund(payment, amount=2000, key="a")] * 10)

    assert answers == ["done"] * 10
    assert refunded(stripe) == [2000]
    assert Payment.objects.get().refunded == 2000


def test_whoever_comes_between_the_answer_and_its_recording_does_not_refund_again(
    stripe: Stripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.payment.gateway import Visit
    from shop.payment.services import refunding

    payment = paid(stripe)
    recorded, stale = refunding.settle, []

    def held_up(wanted: PaymentRefund, *told: str, **more: str) -> PaymentRefund:
        monkeypatch.setattr(refunding, "settle", recorded)
        stale.append(PaymentRefund.objects.select_related("payment").get())
        refunding.ask(Visit(), stale[0])
        return recorded(wanted, *told, **more)

    monkeypatch.setattr(refunding, "settle", held_up)
    assert services.refund(payment, amount=2000, key="a") == "done"
    assert stale[0].state == "asked"
    refunding.ask(Visit(), stale[0])

    assert refunded(stripe) == [2000]
