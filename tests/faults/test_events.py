"""P2 and P7 over HTTP: events in any order end alike, forged ones leave nothing, another sum is never fulfilled."""

import json
import time
from itertools import permutations
from typing import Any

import pytest
import requests

from demo.emulator import webhooks
from tests.faults.conftest import RUNS
from tests.faults.goods import Goods
from tests.faults.house import DEADLINE, SECRET, House
from tests.faults.shopper import Shopper, at_once
from tests.faults.test_payment import money, with_basket

KINDS = ("payment_intent.created", "payment_intent.processing", "payment_intent.succeeded", "charge.refunded")
ORDERS = list(permutations(KINDS))
ORDERS = ORDERS if RUNS > 1 else ORDERS[::-8]
WORK = "from shop.payment import services\nservices.work_events()"
RANKS = {"open": 0, "processing": 1, "paid": 2}


def at_stripe(house: House, path: str, **given: Any) -> dict[str, Any]:
    """What somebody does in Stripe's dashboard, past the shop."""
    url = f"http://127.0.0.1:{house.stripe_port}/v1/{path}"
    answer = requests.post(url, data=given, headers={"Authorization": "Bearer sk_test_dashboard"}, timeout=DEADLINE)
    answer.raise_for_status()
    return dict(answer.json())


def story(house: House, shopper: Shopper) -> tuple[str, dict[str, str]]:
    """Processing, succeeded, a part refunded by hand, and nobody told; the intent, and the event of each kind."""
    intent = str(shopper.pay().json()["client_secret"]).partition("_secret_")[0]
    house.control(f"pay/{intent}", payment_method="pm_card_processing")
    house.control(f"processing/{intent}", succeed=True)
    at_stripe(house, "refunds", payment_intent=intent, amount=700)
    return intent, {event["type"]: event["id"] for event in about(house, intent)}


def about(house: House, intent: str) -> list[dict[str, Any]]:
    charge = next(one for one in house.stripe("payment_intents") if one["id"] == intent)["latest_charge"]
    return [event for event in house.control("events")["events"] if event["object"] in (intent, charge)]


def state(house: House, intent: str) -> tuple[Any, ...]:
    sql = "SELECT state, received, refunded, refunded_elsewhere FROM payment_payment WHERE intent_id = %s"
    return house.rows(sql, intent)[0]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "-".join(kind.split(".")[1] for kind in order))
def test_events_in_every_order_end_alike_and_no_state_goes_back(house: House, order: tuple[str, ...]) -> None:
    goods = Goods(house, in_stock=5)
    house.control("webhooks", mode="hold")
    shopper = with_basket(house, goods)
    intent, events = story(house, shopper)

    seen = []
    for kind in order:
        [answer] = house.control("deliver", events=[events[kind]])["results"]
        assert answer["status"] == 200
        house.shell(WORK)
        seen.append(RANKS[state(house, intent)[0]])
    house.control("webhooks", default=True)
    house.sweep()

    assert seen == sorted(seen)
    assert state(house, intent) == ("paid", 3890, 0, 700)
    assert money(house, shopper) == (1, 1)
    house.audit()


def test_events_that_come_all_at_once_end_alike(house: House, run: int) -> None:
    goods = Goods(house, in_stock=5)
    house.control("webhooks", mode="hold")
    shopper = with_basket(house, goods)
    intent, events = story(house, shopper)

    told = house.control("deliver", events=list(events.values()), copies=3, parallel=True)["results"]
    at_once([lambda: house.shell(WORK)] * 2)
    house.control("webhooks", default=True)
    house.sweep()

    assert {answer["status"] for answer in told} == {200}
    assert state(house, intent) == ("paid", 3890, 0, 700)
    assert money(house, shopper) == (1, 1)
    house.audit()


def post(house: House, body: str, signature: str | None) -> int:
    headers = {"Content-Type": "application/json"} | ({} if signature is None else {"Stripe-Signature": signature})
    return requests.post(f"{house.addresses[0]}/webhooks/stripe/", body, headers=headers, timeout=DEADLINE).status_code


def test_forged_stale_and_foreign_events_are_refused_and_leave_nothing(house: House) -> None:
    goods = Goods(house, in_stock=5)
    house.control("webhooks", mode="hold")
    shopper = with_basket(house, goods)
    shopper.pay()
    intent = str(shopper.answer.json()["client_secret"]).partition("_secret_")[0]
    before = house.rows("SELECT count(*) FROM payment_event")
    said = {"id": "evt_forged", "object": "event", "type": "payment_intent.succeeded"}
    said |= {"data": {"object": {"id": intent, "object": "payment_intent", "status": "succeeded", "amount": 1}}}
    body, now = json.dumps(said), int(time.time())  # noqa: TID251  Stripe's clock
    right = webhooks.signature(body, SECRET, now)
    forged = {
        "none": (body, None),
        "empty": (body, ""),
        "other secret": (body, webhooks.signature(body, "whsec_of_somebody", now)),
        "stale": (body, webhooks.signature(body, SECRET, now - 400)),
        "moved": (body, right.replace(f"t={now}", f"t={now - 1}")),
        "edited": (body.replace('"amount": 1', '"amount": 2'), right),
        "old scheme": (body, right.replace("v1=", "v0=")),
        "text": (body, "t=now,v1=yes"),
        "too much": (body + " " * 300_000, right),
    }

    answers = {name: post(house, *sent) for name, sent in forged.items()}
    house.control("webhooks", default=True)
    house.sweep()

    assert answers == dict.fromkeys(forged, 400) | {"too much": 413}
    assert house.rows("SELECT count(*) FROM payment_event WHERE key = 'evt_forged'") == [(0,)]
    assert before <= house.rows("SELECT count(*) FROM payment_event")
    assert money(house, shopper) == (0, 0)
    assert goods.stock == (5, 1)


def test_a_signed_lie_about_a_payment_is_looked_up_and_changes_nothing(house: House) -> None:
    """Whoever knew the secret could say what they like: what counts is what Stripe answers."""
    goods = Goods(house, in_stock=5)
    shopper = with_basket(house, goods)
    intent = str(shopper.pay().json()["client_secret"]).partition("_secret_")[0]
    thing = {"id": intent, "object": "payment_intent", "status": "succeeded", "amount_received": 3890}
    body = json.dumps(
        {"id": f"evt_lie_{intent}", "object": "event", "type": "payment_intent.succeeded", "data": {"object": thing}}
    )

    assert post(house, body, webhooks.signature(body, SECRET, int(time.time()))) == 200  # noqa: TID251
    house.shell(WORK)

    assert state(house, intent)[:2] == ("open", 0)
    assert money(house, shopper) == (0, 0)


@pytest.mark.parametrize("change", [{"amount": 100}, {"amount": 389_000}, {"currency": "usd"}], ids=str)
def test_another_sum_or_currency_is_held_for_review_and_never_fulfilled(
    house: House, change: dict[str, int | str]
) -> None:
    goods = Goods(house, in_stock=5)
    shopper = with_basket(house, goods)
    told = shopper.pay().json()
    intent = str(told["client_secret"]).partition("_secret_")[0]
    at_stripe(house, f"payment_intents/{intent}", **change)

    shopper.card(told["client_secret"])
    assert shopper.done(told["return_url"]) != "placed"
    house.control("settle", seconds=10)
    house.sweep()

    assert state(house, intent)[0] == "review"
    assert goods.orders == 0
    assert money(house, shopper)[0] == 0
