"""Refunds never exceed the charge, whoever asks and how often."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from tests.demo.emulator.conftest import Emulator, paid


def test_parts_add_up_to_the_charge_and_not_a_cent_more(client: stripe.StripeClient, emulator: Emulator) -> None:
    intent = paid(client, 1000)

    first = client.v1.refunds.create(
        {"payment_intent": intent.id, "amount": 300, "reason": "requested_by_customer", "metadata": {"line": "4"}}
    )

    assert (first.amount, first.status, first.reason, first.charge) == (
        300,
        "succeeded",
        "requested_by_customer",
        intent.latest_charge,
    )
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 701})
    assert (refusal.value.http_status, refusal.value.code, refusal.value.param) == (400, "amount_too_large", "amount")
    assert client.v1.refunds.create({"charge": str(intent.latest_charge)}).amount == 700
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.refunds.create({"payment_intent": intent.id})
    assert (refusal.value.http_status, refusal.value.code) == (400, "charge_already_refunded")

    charge = client.v1.charges.retrieve(str(intent.latest_charge))
    assert (charge.refunded, charge.amount_refunded) == (True, 1000)
    assert charge.refunds is not None
    assert [refund.amount for refund in charge.refunds.data] == [700, 300]
    listed = client.v1.refunds.list({"payment_intent": intent.id}).data
    assert [refund.id for refund in listed] == [charge.refunds.data[0].id, first.id]
    assert client.v1.refunds.retrieve(first.id).to_dict() == first.to_dict()
    assert emulator.kinds()[-4:] == ["charge.refunded", "refund.created"] * 2


def test_twenty_refunds_at_once_never_exceed_the_charge(client: stripe.StripeClient) -> None:
    intent = paid(client, 1000)

    def refund(_: int) -> int:
        try:
            return client.v1.refunds.create({"payment_intent": intent.id, "amount": 300}).amount
        except stripe.InvalidRequestError:
            return 0

    with ThreadPoolExecutor(20) as hands:
        assert sum(hands.map(refund, range(20))) == 900
    assert client.v1.charges.retrieve(str(intent.latest_charge)).amount_refunded == 900


def test_an_unpaid_intent_has_nothing_to_refund(client: stripe.StripeClient, emulator: Emulator) -> None:
    intent = client.v1.payment_intents.create({"amount": 500, "currency": "eur"})

    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": intent.id})

    assert emulator.kinds() == ["payment_intent.created"]


def test_a_pending_refund_arrives_later_and_a_failed_one_gives_the_money_back_to_the_shop(
    client: stripe.StripeClient, emulator: Emulator
) -> None:
    pending = client.v1.refunds.create({"payment_intent": paid(client, 500, "pm_card_pendingRefund").id})
    failing = client.v1.refunds.create({"payment_intent": paid(client, 500, "pm_card_refundFail").id})
    assert (pending.status, failing.status) == ("pending", "succeeded")

    emulator.control("clock", advance=emulator.engine.settings.refund_seconds)

    assert client.v1.refunds.retrieve(pending.id).status == "succeeded"
    failed = client.v1.refunds.retrieve(failing.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    charge = client.v1.charges.retrieve(str(failing.charge))
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    assert emulator.kinds()[-3:] == ["refund.updated", "charge.refund.updated", "refund.failed"]


def test_the_fate_of_the_next_refunds_can_be_chosen(client: stripe.StripeClient, emulator: Emulator) -> None:
    intent = paid(client, 900)
    emulator.control("refunds", next=["pending", "ok"])

    made = [client.v1.refunds.create({"payment_intent": intent.id, "amount": 300}) for _ in range(2)]

    assert [refund.status for refund in made] == ["pending", "succeeded"]
    assert emulator.control(f"refunds/{made[0].id}", status="failed")["status"] == "failed"
    assert client.v1.charges.retrieve(str(intent.latest_charge)).amount_refunded == 300
