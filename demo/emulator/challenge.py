"""The bank's page: is it you? Alone in the window, or in a frame over the shop's page."""

import hmac

from demo.emulator import payments, sessions, words
from demo.emulator.engine import Engine
from demo.emulator.errors import Json, no_such
from demo.emulator.paper import AROUND, Page, Visit, go, origin, with_query, write

OUTCOMES = {"succeeded": "succeeded", "requires_capture": "succeeded", "processing": "pending"}


def show(engine: Engine, visit: Visit, key: str) -> Page:
    intent = _own(engine, visit, key)
    language = words.choose(visit.asked.get("locale"), visit.languages)
    if intent["status"] != "requires_action":
        return _onwards(engine, visit, intent)
    method = engine.get(intent["payment_method"], "payment_method")
    return_url = engine.store.private(key).get("return_url")
    return write(
        "challenge.html",
        language,
        forms_to=_leads_to(engine, return_url),
        around="*" if engine.settings.public_url else AROUND,
        title=words.of(language)["bank_title"],
        amount=words.money(intent["amount"], intent["currency"], language),
        last4=method["card"]["last4"],
    )


def answer(engine: Engine, visit: Visit, key: str) -> Page:
    """What the person says. A second answer changes nothing."""
    with engine.store.writing():
        intent = _own(engine, visit, key)
        intent = payments.finish_challenge(engine, intent, succeed=visit.form.get("answer") == "yes")
        sessions.follow(engine, intent)
    return _onwards(engine, visit, intent)


def _onwards(engine: Engine, visit: Visit, intent: Json) -> Page:
    """Back to where the payment began: the frame's page, or the return address with what came of it."""
    return_url = engine.store.private(intent["id"]).get("return_url")
    if "frame" in visit.asked or not return_url:
        language = words.choose(visit.asked.get("locale"), visit.languages)
        around = "*" if engine.settings.public_url else AROUND
        done = words.of(language)["bank_done"]
        return write("said.html", language, around=around, title=done, script="challenged.js")
    return go(
        with_query(
            return_url,
            payment_intent=intent["id"],
            payment_intent_client_secret=intent["client_secret"],
            redirect_status=OUTCOMES.get(intent["status"], "failed"),
        )
    )


def _leads_to(engine: Engine, return_url: str | None) -> str:
    """The origins that the form's redirects pass; a session's return address lies here and leads on."""
    if return_url is None:
        return ""
    key = return_url.rpartition("/")[2]
    session = engine.store.find(key, "checkout.session") if key.startswith("cs_") else None
    return f"{origin(return_url)} {origin(session['success_url']) if session else ''}".strip()


def _own(engine: Engine, visit: Visit, key: str) -> Json:
    intent = engine.get(key, "payment_intent")
    if not hmac.compare_digest(visit.asked.get("secret", ""), intent["client_secret"]):
        raise no_such("payment_intent", key)
    return intent
