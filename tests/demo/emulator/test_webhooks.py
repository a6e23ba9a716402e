"""Events reach the shop signed, again when it did not answer, and in any disorder that a test wants."""

import json
from typing import Any

import pytest
import stripe

from tests.demo.emulator.conftest import SECRET, Emulator, Shop, paid


def opened(body: bytes, signature: str, secret: str = SECRET) -> stripe.Event:
    return stripe.Webhook.construct_event(body, signature, secret)


def test_every_event_is_signed_and_looks_like_what_the_api_tells(
    client: stripe.StripeClient, emulator: Emulator, shop: Shop
) -> None:
    intent = paid(client, 700, metadata={"pending": "17"}, options={"idempotency_key": "pay-17"})
    assert emulator.control("settle") == {"queued": 0}

    assert shop.kinds == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]
    event = opened(*shop.received[-1])
    told = event.data.object.to_dict()
    assert told == client.v1.payment_intents.retrieve(intent.id).to_dict()
    assert (event.livemode, event.api_version, event.pending_webhooks) == (False, stripe.api_version, 1)
    assert event.request is not None
    assert (event.request.idempotency_key, str(event.request.id)[:4]) == ("pay-17", "req_")
    kept = client.v1.events.retrieve(event.id)
    assert kept.to_dict() == event.to_dict() | {"pending_webhooks": 0}
    listed = client.v1.events.list({"type": "payment_intent.*", "limit": 1})
    assert ([entry.id for entry in listed.data], listed.has_more) == ([event.id], True)
    some = client.v1.events.list({"types": ["charge.succeeded"]})
    assert [entry.type for entry in some.data] == ["charge.succeeded"]


def test_an_event_that_was_not_taken_comes_again_and_is_given_up_at_last(
    client: stripe.StripeClient, emulator: Emulator, shop: Shop
) -> None:
    emulator.control("webhooks", retry=[0.05, 0.1])
    shop.answers = [500, 302, 200]
    client.v1.payment_intents.create({"amount": 500, "currency": "eur"})
    assert emulator.control("settle") == {"queued": 0}
    assert len(shop.received) == 3
    assert len({json.loads(body)["id"] for body, _ in shop.received}) == 1

    shop.answers = [500, 500, 500]
    client.v1.customers.create({"email": "ada@example.org"})
    emulator.control("settle")

    deliveries = emulator.control("queue", look=True)["deliveries"]
    assert [(entry["state"], entry["attempts"], entry["status"]) for entry in deliveries] == [
        ("delivered", 3, 200),
        ("failed", 3, 500),
    ]


def test_events_can_be_doubled_dropped_delayed_and_turned_round(
    client: stripe.StripeClient, emulator: Emulator, shop: Shop
) -> None:
    emulator.control("webhooks", copies=2, drop=["charge.*"], delay=0.3, order="reverse")
    paid(client)
    assert shop.received == []

    emulator.control("settle")

    assert shop.kinds == ["payment_intent.succeeded"] * 2 + ["payment_intent.created"] * 2
    states = [entry["state"] for entry in emulator.control("queue", look=True)["deliveries"]]
    assert states == ["delivered"] * 2 + ["dropped"] * 2 + ["delivered"] * 2


def test_held_events_go_out_in_the_order_asked_for(client: stripe.StripeClient, emulator: Emulator, shop: Shop) -> None:
    emulator.control("webhooks", mode="hold")
    paid(client)
    created, charged, succeeded = (event["id"] for event in emulator.control("events", look=True)["events"])

    results = emulator.control("deliver", events=[succeeded, created, succeeded])["results"]

    assert [result["status"] for result in results] == [200, 200, 200]
    assert shop.kinds == ["payment_intent.succeeded", "payment_intent.created", "payment_intent.succeeded"]
    # Without names: what is still queued. Then nothing is.
    assert [result["event"] for result in emulator.control("deliver")["results"]] == [charged]
    assert emulator.control("deliver")["results"] == []


def test_twenty_copies_go_out_side_by_side(client: stripe.StripeClient, emulator: Emulator, shop: Shop) -> None:
    emulator.control("webhooks", mode="hold")
    client.v1.payment_intents.create({"amount": 500, "currency": "eur"})

    results = emulator.control("deliver", copies=20, parallel=True)["results"]

    assert [result["status"] for result in results] == [200] * 20
    assert len(shop.received) == 20


@pytest.mark.parametrize("forged", [{"secret": "whsec_another"}, {"age": 400}])
def test_forged_and_stale_signatures_are_made_on_demand(
    client: stripe.StripeClient, emulator: Emulator, shop: Shop, forged: Any
) -> None:
    emulator.control("webhooks", mode="hold")
    client.v1.payment_intents.create({"amount": 500, "currency": "eur"})

    emulator.control("deliver", **forged)

    with pytest.raises(stripe.SignatureVerificationError):
        opened(*shop.received[0])
    assert emulator.control("queue", look=True)["deliveries"][0]["state"] == "queued"
