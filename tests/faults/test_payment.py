"""P1 to P8 over HTTP: whatever breaks on the way, one charge is one order, or the money goes back."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from tests.faults.conftest import RUNS
from tests.faults.goods import Goods
from tests.faults.house import House
from tests.faults.shopper import Shopper, at_once
from tests.faults.test_stock import shoppers

STEPS = ("hold", "intent", "look", "write", "capture", "close-basket", "place")
# Every step, before and after, in `make faults`; the two where money is at stake in `make test`.
KILLS = [(side, step) for step in STEPS for side in ("before", "after")]
KILLS = KILLS if RUNS > 1 else [("before", "write"), ("after", "place")]
FAULTS = [(fault, path) for fault in ("error_after", "lost_reply", "hang") for path in ("intents", "intents/*")]
FAULTS = FAULTS if RUNS > 1 else [("error_after", "intents"), ("lost_reply", "intents/*")]


def with_basket(house: House, goods: Goods) -> Shopper:
    shopper = shoppers(house, 1)[0]
    shopper.add(goods.slug)
    return shopper


def money(house: House, shopper: Shopper) -> tuple[int, int]:
    """(orders, payments that took money) of this shopper."""
    orders = house.rows("SELECT count(*) FROM order_order WHERE guest_email = %s", shopper.email)[0][0]
    sql = (
        "SELECT count(*) FROM payment_payment JOIN checkout_pendingorder USING (reference) "
        "WHERE email = %s AND received > 0"
    )
    return int(orders), int(house.rows(sql, shopper.email)[0][0])


def reference(answer: Any) -> str:
    return str(answer.json()["return_url"]).rstrip("/").rpartition("/")[2]


def test_twenty_copies_of_every_event_at_once_and_in_a_row_give_one_order(house: House, run: int) -> None:
    goods = Goods(house, in_stock=5)
    house.control("webhooks", mode="hold")
    shopper = with_basket(house, goods)
    shopper.card(shopper.pay().json()["client_secret"])

    answers = house.control("deliver", copies=20, parallel=True)["results"]
    answers += house.control("deliver", copies=20, parallel=False)["results"]
    house.control("webhooks", default=True)
    house.sweep()
    house.sweep()

    assert {answer["status"] for answer in answers} == {200}
    assert money(house, shopper) == (1, 1)
    mails = house.rows("SELECT count(*) FROM mail_mail WHERE kind = 'order_placed' AND \"to\" = %s", shopper.email)
    assert mails == [(1,)]
    house.audit()


@pytest.mark.parametrize("when", ["before", "after", "never"])
def test_the_webhook_before_or_after_the_browser_or_not_at_all(house: House, run: int, when: str) -> None:
    goods = Goods(house, in_stock=5)
    house.control("webhooks", mode="hold")
    shopper = with_basket(house, goods)
    told = shopper.pay().json()
    shopper.card(told["client_secret"])

    if when == "before":
        house.control("deliver", copies=1)
        house.sweep()
    if when != "never":
        assert shopper.done(told["return_url"]) == "placed"
        house.control("deliver", copies=1)
    house.execute("UPDATE payment_payment SET looked_at = NULL, created_at = now() - interval '10 minutes'")
    house.execute("UPDATE checkout_pendingorder SET look_at = now() WHERE state = 'paying'")
    house.sweep()
    house.control("webhooks", default=True)

    assert money(house, shopper) == (1, 1)
    assert goods.stock == (5, 1)


def test_ten_clicks_are_one_order_and_one_charge(house: House, run: int) -> None:
    goods = Goods(house, in_stock=5)
    shopper = with_basket(house, goods)
    fields = shopper.till()

    answers = at_once([partial(shopper.pay, fields)] * 10)

    good = [answer for answer in answers if getattr(answer, "status_code", 0) == 200]
    assert len({reference(answer) for answer in good}) == 1, answers
    assert Counter(getattr(answer, "status_code", repr(answer)) for answer in answers) == {200: 10}
    told = good[0].json()
    shopper.card(told["client_secret"])
    assert set(at_once([partial(shopper.done, told["return_url"])] * 10)) == {"placed"}
    assert money(house, shopper) == (1, 1)
    assert goods.stock == (5, 1)


@pytest.mark.parametrize("run", range(min(RUNS, 5)))  # each of fourteen moments, five times
@pytest.mark.parametrize(("side", "step"), KILLS)
def test_a_server_killed_at_any_step_leaves_no_charge_without_order(
    house: House, run: int, side: str, step: str
) -> None:
    goods = Goods(house, in_stock=5)
    shopper = with_basket(house, goods)
    house.arm(f"{side}-{step}")
    for _attempt in range(4):  # who sees an error tries again; the server has come back by then
        try:
            answer = shopper.check_out()
        except OSError as error:
            answer = type(error).__name__
        house.wait_for(f"{shopper.address}/healthz", any_answer=True)
        if answer == "placed" or money(house, shopper)[0]:
            break
    house.execute("UPDATE payment_payment SET looked_at = NULL, created_at = now() - interval '10 minutes'")
    house.execute("UPDATE checkout_pendingorder SET look_at = now() WHERE state IN ('open', 'paying')")
    house.sweep()

    assert not (house.points / f"{side}-{step}").exists(), "the step was never reached"
    assert money(house, shopper) == (1, 1)
    assert goods.orders == 1
    house.audit()


@pytest.mark.parametrize(("fault", "path"), FAULTS)
def test_stripe_failing_after_it_did_it_doubles_nothing(house: House, run: int, fault: str, path: str) -> None:
    goods = Goods(house, in_stock=5)
    shopper = with_basket(house, goods)
    method = "POST" if path == "intents" else "GET"
    house.control("faults", kind=fault, method=method, path=f"/v1/payment_{path}", times=1, seconds=30)

    answers = []
    for _attempt in range(3):
        answers.append(shopper.check_out())
        if answers[-1] == "placed" or money(house, shopper)[0]:
            break
    house.control("faults", clear=True)
    house.execute("UPDATE payment_payment SET looked_at = NULL, created_at = now() - interval '10 minutes'")
    house.execute("UPDATE checkout_pendingorder SET look_at = now() WHERE state = 'paying'")
    house.sweep()

    assert money(house, shopper) == (1, 1), answers
    assert goods.stock == (5, 1)
    intents = [intent for intent in house.stripe("payment_intents") if intent["status"] == "succeeded"]
    names = [intent["metadata"].get("reference") for intent in intents]
    assert len(names) == len(set(names))


def test_an_order_paid_for_cannot_be_changed_in_another_window(house: House, run: int) -> None:
    goods = Goods(house, in_stock=5)
    shopper = with_basket(house, goods)
    told = shopper.pay().json()
    shopper.card(told["client_secret"])

    shopper.add(goods.slug, 2)
    again = shopper.pay()

    assert money(house, shopper) == (1, 1) or shopper.done(told["return_url"]) == "placed"
    assert again.status_code in (200, 303, 409, 422)
    assert (goods.orders, goods.sold) == (1, 1)
    house.audit()
