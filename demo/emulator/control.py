"""`/_control`: looks at the emulator and breaks it on demand. Not Stripe's; JSON in and out (README.md)."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from demo.emulator import agenda, configurations, past, payments, refunds, sessions, webhooks
from demo.emulator.engine import Engine, PostRoom
from demo.emulator.errors import ApiError, Json, invalid

Verb = Callable[[Engine, Json], Any]
WAIT = 0.02


def answer(engine: Engine, method: str, path: str, body: str, is_json: bool) -> tuple[int, Json]:
    """Status and body. A POST must say that it is JSON: no foreign page in the browser can send that unasked."""
    name = path.removeprefix("/_control").strip("/")
    try:
        if method == "GET" and name in LOOKS:
            return 200, LOOKS[name](engine, {})
        if method == "POST" and not is_json:
            return 415, {"error": {"message": "Send JSON, and say so in Content-Type."}}
        verb, _, target = name.partition("/")
        if method == "POST" and verb in VERBS:
            given = json.loads(body or "{}")
            if not isinstance(given, dict):
                raise ValueError("the body must be an object")
            return 200, VERBS[verb](engine, given | ({"id": target} if target else {}))
    except ApiError as refusal:
        return refusal.status, refusal.body
    except (ValueError, TypeError, KeyError) as slip:
        return 400, {"error": {"message": f"{type(slip).__name__}: {slip}"}}
    return 404, {"error": {"message": f"{method} {path} is nothing here.", "known": [*LOOKS, *VERBS]}}


# --- looking ----------------------------------------------------------------------------------------
def health(engine: Engine, given: Json) -> Json:
    return {"ok": True, "now": engine.now(), "offset": engine.clock.offset}


def post_room(engine: Engine, given: Json) -> Json:
    return asdict(engine.post) | {"url": engine.settings.webhook}


def events(engine: Engine, given: Json) -> Json:
    """Every event, oldest first: id, type, the object's id and status."""
    listed = []
    for event in reversed(engine.store.all("event")):
        thing = event["data"]["object"]
        listed.append({"id": event["id"], "type": event["type"], "object": thing["id"], "status": thing.get("status")})
    return {"events": listed}


def queue(engine: Engine, given: Json) -> Json:
    return {"deliveries": webhooks.queue(engine)}


def faults(engine: Engine, given: Json) -> Json:
    return {"faults": engine.faults.waiting()}


# --- doing ------------------------------------------------------------------------------------------
def add_fault(engine: Engine, given: Json) -> Json:
    """{kind, method, path, times, skip, seconds, before, stored}; {clear: true} takes all away."""
    if given.pop("clear", False):
        engine.faults.clear()
    if given:
        engine.faults.add(**given)
    return faults(engine, {})


def set_post_room(engine: Engine, given: Json) -> Json:
    """{mode, order, delay, copies, drop, retry, timeout}: what is not named stays; {default: true} puts all back."""
    before = {} if given.pop("default", False) else asdict(engine.post)
    engine.post = PostRoom(**(before | given))
    engine.nudge.set()
    return post_room(engine, {})


def deliver(engine: Engine, given: Json) -> Json:
    """{events: [id, …] in this order, copies, parallel, secret, age}; without events: everything queued, in order
    (or `shuffle`: a seed). `secret` and `age` (seconds) forge the signature."""
    wanted = given.pop("events", None)
    if wanted is None:
        wanted = [row["event"] for row in webhooks.queue(engine) if row["state"] == "queued"]
    if "shuffle" in given:
        wanted = webhooks.shuffled(wanted, int(given.pop("shuffle")))
    return {"results": webhooks.deliver(engine, wanted, **given)}


def settle(engine: Engine, given: Json) -> Json:
    """Waits until nothing is queued that could be sent, {seconds} at most (10)."""
    deadline = time.monotonic() + float(given.get("seconds", 10))
    while (waiting := _waiting(engine)) and time.monotonic() < deadline:
        time.sleep(WAIT)
    return {"queued": waiting}


def _waiting(engine: Engine) -> int:
    return int(engine.store.rows("SELECT count(*) AS n FROM deliveries WHERE state = 'queued'")[0]["n"])


def move_clock(engine: Engine, given: Json) -> Json:
    """{advance: seconds} or {offset: seconds from true time}; what falls due happens before the answer."""
    if "offset" in given:
        engine.advance(int(given["offset"]) - engine.clock.offset)
    engine.advance(int(given.get("advance", 0)))
    return health(engine, {}) | {"done": agenda.run_due(engine)}


def end_processing(engine: Engine, given: Json) -> Json:
    """/{intent}: {succeed: true|false}; without it, as the card has it."""
    with engine.store.writing():
        intent = engine.get(given["id"], "payment_intent")
        intent = payments.finish_processing(engine, intent, succeed=given.get("succeed"))
        sessions.follow(engine, intent)
        return intent


def answer_challenge(engine: Engine, given: Json) -> Json:
    """/{intent}: {succeed: true|false}: what the person does on the bank's page."""
    with engine.store.writing():
        intent = engine.get(given["id"], "payment_intent")
        intent = payments.finish_challenge(engine, intent, succeed=bool(given.get("succeed", True)))
        sessions.follow(engine, intent)
        return intent


def end_refund(engine: Engine, given: Json) -> Json:
    """/{refund}: {status: succeeded|failed}; without an id {next: [ok|pending|fails|pending_fails]} for the next."""
    if "id" not in given:
        engine.next_refunds = list(given["next"])
        return {"next": engine.next_refunds}
    with engine.store.writing():
        if given["status"] not in ("succeeded", "failed"):
            raise invalid("status is succeeded or failed", param="status")
        return refunds.finish(engine, engine.get(given["id"], "refund"), given["status"])


def pay_intent(engine: Engine, given: Json) -> Json:
    """/{intent}: {payment_method: "pm_card_visa"}: pays as a browser would, without one."""
    with engine.store.writing():
        intent = engine.get(given["id"], "payment_intent")
        method = {"payment_method": given.get("payment_method", "pm_card_visa"), "use_stripe_sdk": "true"}
        return payments.confirm(engine, intent, method, browser=True)


def pay_session(engine: Engine, given: Json) -> Json:
    """/{session}: {payment_method, email, name, address, shipping_rate}: fills and pays the hosted page."""
    with engine.store.writing():
        session = engine.get(given["id"], "checkout.session")
        sessions.collect(engine, session, given)
        sessions.pay(engine, session, {"payment_method": given.get("payment_method", "pm_card_visa")})
        return engine.get(given["id"], "checkout.session")


def switch_methods(engine: Engine, given: Json) -> Json:
    """{on: [card, paypal, …]}: which means of payment are switched on, and no others."""
    return configurations.switch(engine, list(given["on"]))


def reset(engine: Engine, given: Json) -> Json:
    engine.reset()
    return health(engine, {})


LOOKS: dict[str, Verb] = {
    "": health,
    "health": health,
    "webhooks": post_room,
    "events": events,
    "queue": queue,
    "faults": faults,
}
VERBS: dict[str, Verb] = {
    "faults": add_fault,
    "webhooks": set_post_room,
    "deliver": deliver,
    "settle": settle,
    "clock": move_clock,
    "processing": end_processing,
    "challenge": answer_challenge,
    "refunds": end_refund,
    "pay": pay_intent,
    "pay-session": pay_session,
    "methods": switch_methods,
    "past": past.adopt,
    "reset": reset,
}
