"""Stripe's address: what is signed is stored once and answered at once; anything else is refused and leaves nothing."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop import clock
from shop.celery import app
from shop.payment import nudges, outcomes, services, tasks
from shop.payment.models import Event, Payment
from tests.emulator import ADDRESS, Stripe
from tests.rivals import together
from tests.shop.payment.given import card

pytestmark = pytest.mark.django_db


@pytest.fixture
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a worker was nudged."""
    told: list[str] = []
    monkeypatch.setattr(nudges, "work_events", lambda: told.append("nudge"))
    return told


@pytest.fixture
def heard() -> Any:
    """What a listener was told of payments, in order."""
    told: list[tuple[str, str]] = []

    def listen(payment: Payment) -> None:
        told.append((payment.reference, payment.state))

    outcomes.register(listen)
    yield told
    outcomes.unregister(listen)


def succeeded(stripe: Stripe) -> dict[str, Any]:
    return next(event for event in stripe.events() if event["type"] == "payment_intent.succeeded")


def test_a_signed_event_is_stored_as_it_came_and_a_worker_is_nudged(
    stripe: Stripe, client: Client, nudged: list[str]
) -> None:
    stripe.pay(card().intent_id)
    event = succeeded(stripe)

    assert stripe.post(client, event) == 200

    stored = Event.objects.get()
    assert (stored.key, stored.kind, stored.body) == (event["id"], "payment_intent.succeeded", stripe.signed(event)[0])
    assert (stored.worked_at, nudged) == (None, ["nudge"])
    assert Payment.objects.get().state == "open"


def test_storing_takes_one_statement(stripe: Stripe, client: Client, nudged: list[str]) -> None:
    stripe.pay(card().intent_id)

    with CaptureQueriesContext(connection) as captured:
        stripe.post(client, succeeded(stripe))

    statements = [query["sql"].split()[0] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert statements == ["INSERT"]


def test_twenty_times_in_sequence_is_one_event_one_nudge_and_one_piece_of_news(
    stripe: Stripe, client: Client, nudged: list[str], heard: list[tuple[str, str]]
) -> None:
    stripe.pay(card().intent_id)
    event = succeeded(stripe)

    statuses = []
    for _ in range(20):
        statuses.append(stripe.post(client, event))
        services.work_events()

    assert statuses == [200] * 20
    assert (Event.objects.count(), nudged, heard) == (1, ["nudge"], [("R1", "paid")])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_with_four_workers_are_one_event_and_one_piece_of_news(
    stripe: Stripe, nudged: list[str], heard: list[tuple[str, str]]
) -> None:
    stripe.pay(card().intent_id)
    event = succeeded(stripe)

    assert together([lambda: stripe.post(Client(), event)] * 20) == [200] * 20
    together([services.work_events] * 4)

    stored = Event.objects.get()
    assert (stored.attempts, stored.result) == (1, "R1: open → paid")
    assert heard == [("R1", "paid")]


@pytest.mark.parametrize(
    "forged",
    [{"secret": "whsec_of_somebody_else"}, {"age": 301}, {"age": 86_400}],
    ids=["another secret", "301 seconds old", "a day old"],
)
def test_forged_or_stale_leaves_nothing_but_a_line_in_the_log(
    stripe: Stripe, client: Client, nudged: list[str], forged: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    stripe.pay(card().intent_id)

    assert stripe.post(client, succeeded(stripe), **forged) == 400

    assert (Event.objects.count(), nudged) == (0, [])
    assert "A webhook was refused" in caplog.text


def test_an_event_of_five_minutes_ago_is_still_believed(stripe: Stripe, client: Client, nudged: list[str]) -> None:
    stripe.pay(card().intent_id)

    assert stripe.post(client, succeeded(stripe), age=290) == 200


@pytest.mark.parametrize(
    "headers", [{}, {"stripe-signature": ""}, {"stripe-signature": "t=,v1="}, {"stripe-signature": "x"}]
)
def test_without_a_signature_nothing_happens(
    stripe: Stripe, client: Client, nudged: list[str], headers: dict[str, str]
) -> None:
    answer = client.post(ADDRESS, b'{"id": "evt_1"}', content_type="application/json", headers=headers)

    assert (answer.status_code, Event.objects.count(), nudged) == (400, 0, [])


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '{"id": "evt_1"}', "\x00", "é" * 10])
def test_signed_but_no_event_is_refused(stripe: Stripe, client: Client, nudged: list[str], body: str) -> None:
    from demo.emulator.clock import true_time
    from demo.emulator.webhooks import signature
    from tests.emulator import SECRET

    signed = {"stripe-signature": signature(body, SECRET, int(true_time()))}
    answer = client.post(ADDRESS, body.encode(), content_type="application/json", headers=signed)

    assert (answer.status_code, Event.objects.count(), nudged) == (400, 0, [])


def test_without_a_secret_nobody_is_believed(stripe: Stripe, client: Client, nudged: list[str], settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRET = ""
    stripe.pay(card().intent_id)

    assert stripe.post(client, succeeded(stripe), secret="") == 400
    assert Event.objects.count() == 0


def test_too_much_is_refused_unread_and_other_methods_too(stripe: Stripe, client: Client, nudged: list[str]) -> None:
    answer = client.post(ADDRESS, b"x" * (256 * 1024 + 1), content_type="application/json")
    assert (answer.status_code, Event.objects.count()) == (413, 0)

    assert [client.get(ADDRESS).status_code, client.put(ADDRESS).status_code] == [405, 405]


def test_a_broker_that_is_down_or_hangs_neither_fails_nor_delays_the_answer(
    stripe: Stripe, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stripe.pay(card().intent_id)
    reached, go_on, given_up = threading.Event(), threading.Event(), threading.Event()

    def hang_and_fail(*args: Any, **kwargs: Any) -> None:
        reached.set()
        go_on.wait(20)
        given_up.set()
        raise ConnectionError("no broker")

    monkeypatch.setattr(app, "send_task", hang_and_fail)
    for event in stripe.events():
        assert stripe.post(client, event) == 200
    assert reached.wait(20)
    assert not given_up.is_set()
    go_on.set()
    assert given_up.wait(20)

    assert services.work_events() == len(stripe.events())
    assert Payment.objects.get().state == "paid"


def test_a_nudge_goes_to_the_queue_of_money(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str]] = []
    done = threading.Event()

    def note(name: str, **options: Any) -> None:
        sent.append((name, options["queue"]))
        done.set()

    monkeypatch.setattr(app, "send_task", note)
    nudges.work_events()

    assert done.wait(20)
    assert sent == [("payment.work_events", "money")]
    assert "payment.work_events" in app.tasks


def test_stripe_down_the_event_waits_with_growing_pauses_and_is_worked_later(
    stripe: Stripe, client: Client, nudged: list[str]
) -> None:
    stripe.pay(card().intent_id)
    stripe.post(client, succeeded(stripe))
    stripe.fail("error_before", times=2)

    pauses = []
    for _ in range(2):
        Event.objects.update(due_at=clock.now())
        assert services.work_events() == 0
        pauses.append(round((Event.objects.get().due_at - clock.now()).total_seconds() / 15))
    assert pauses == [2, 4]
    assert services.work_events() == 0

    Event.objects.update(due_at=clock.now())
    assert tasks.work_events() == 1
    assert tasks.work_events() == 0
    assert Payment.objects.get().state == "paid"


def test_an_event_whose_worker_was_killed_is_worked_after_the_lease(
    stripe: Stripe, client: Client, nudged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from shop.payment.services import events

    stripe.pay(card().intent_id)
    stripe.post(client, succeeded(stripe))
    events._claim(10)
    assert services.work_events() == 0

    Event.objects.update(due_at=clock.now() - timedelta(seconds=1))
    assert services.work_events() == 1


def test_events_of_others_are_stored_and_change_nothing(stripe: Stripe, client: Client, nudged: list[str]) -> None:
    payment = card()
    stripe.pay(payment.intent_id)
    event = succeeded(stripe)
    foreign = event["data"]["object"] | {"id": "pi_foreign", "metadata": {}}
    stripe.post(client, event | {"id": "evt_a", "data": {"object": foreign}})
    stripe.post(client, event | {"id": "evt_b", "type": "customer.created", "data": {"object": {"object": "customer"}}})
    stripe.post(client, event | {"id": "evt_c", "data": {"object": None}})

    services.work_events()

    results = dict(Event.objects.values_list("key", "result"))
    assert (results["evt_a"], results["evt_b"]) == ("no payment of ours", "not for us")
    assert (Event.objects.get(key="evt_c").worked_at, Payment.objects.get().state) == (None, "open")


def test_bodies_are_emptied_thirty_days_after_the_work(stripe: Stripe, client: Client, nudged: list[str]) -> None:
    stripe.pay(card().intent_id)
    stripe.hand_over(client)
    services.work_events()
    old, *_rest = Event.objects.order_by("pk")
    Event.objects.filter(pk=old.pk).update(worked_at=clock.now() - timedelta(days=30, minutes=1))

    assert [tasks.empty_bodies(), tasks.empty_bodies()] == [1, 0]

    assert Event.objects.get(pk=old.pk).body == ""
    assert all(event.body for event in Event.objects.exclude(pk=old.pk))
