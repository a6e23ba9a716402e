"""The paying itself: confirm, perhaps a 3-D Secure challenge, perhaps a while at work, then paid or declined.

requires_payment_method → requires_confirmation → requires_action → processing → succeeded (or requires_capture)
        ↑_______________________ declined, challenge failed ____________|
"""

from demo.emulator import cards, charges, fields, methods
from demo.emulator.engine import Engine
from demo.emulator.errors import DOCS, Declined, Json, invalid, wrong_state

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def confirm(engine: Engine, intent: Json, params: Json, *, typed: bool = False, browser: bool = False) -> Json:
    """Asks the card for the money. Raises Declined (402), with the refusal kept on the intent."""
    if intent["status"] not in CONFIRMABLE:
        raise wrong_state(
            f"You cannot confirm this PaymentIntent because it has a status of {intent['status']}.", intent
        )
    method = chosen_method(engine, intent, params, typed=typed)
    return_url = fields.text(params, "return_url")
    automatic = intent["automatic_payment_methods"]
    if not browser and not return_url and automatic and automatic["allow_redirects"] == "always":
        raise invalid(
            "A return_url is needed: some payment methods that are enabled lead away from the page "
            "(automatic_payment_methods[allow_redirects]=never switches them off).",
            param="return_url",
        )
    engine.store.put(intent, return_url=return_url)
    intent |= {"payment_method": method["id"], "last_payment_error": None, "next_action": None}
    if methods.card_of(engine, method).challenge and method["card"]["wallet"] is None:
        return _challenge(engine, intent, return_url, by_sdk=fields.flag(params, "use_stripe_sdk"))
    return _authorize(engine, intent, method, challenged=False)


def chosen_method(engine: Engine, intent: Json, params: Json, *, typed: bool) -> Json:
    """The payment method that the request brings, or the one that the intent has. Raises ApiError."""
    if data := fields.group(params, "payment_method_data"):
        return methods.from_data(engine, data, typed=typed)
    key = fields.text(params, "payment_method", intent["payment_method"])
    if key is None:
        raise wrong_state("You cannot confirm this PaymentIntent because it has no payment method.", intent)
    return methods.named(engine, key)


def _challenge(engine: Engine, intent: Json, return_url: str | None, *, by_sdk: bool) -> Json:
    page = f"{engine.caller.origin}/3ds/{intent['id']}?secret={intent['client_secret']}"
    if by_sdk or not return_url:
        action: Json = {
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {"stripe_js": page, "type": "three_d_secure_redirect"},
        }
    else:
        action = {"redirect_to_url": {"return_url": return_url, "url": page}, "type": "redirect_to_url"}
    intent |= {"status": "requires_action", "next_action": action}
    engine.emit("payment_intent.requires_action", engine.store.put(intent))
    return intent


def finish_challenge(engine: Engine, intent: Json, *, succeed: bool) -> Json:
    """What the person did on the bank's page. A decline after it is kept on the intent and not raised."""
    if intent["status"] != "requires_action":
        return intent
    intent["next_action"] = None
    method = engine.get(intent["payment_method"], "payment_method")
    if succeed:
        try:
            return _authorize(engine, intent, method, challenged=True)
        except Declined:
            return engine.get(intent["id"], "payment_intent")
    code = "payment_intent_authentication_failure"
    error = {
        "code": code,
        "doc_url": DOCS + code.replace("_", "-"),
        "message": cards.MESSAGES[code],
        "payment_method": method,
        "type": "invalid_request_error",
    }
    intent |= {"status": "requires_payment_method", "payment_method": None, "last_payment_error": error}
    engine.emit("payment_intent.payment_failed", engine.store.put(intent))
    return intent


def _authorize(engine: Engine, intent: Json, method: Json, *, challenged: bool) -> Json:
    card = methods.card_of(engine, method)
    manual = intent["capture_method"] == "manual"
    status = {"ok": "succeeded", "decline": "failed"}.get(card.outcome, "pending")
    charge = charges.build(engine, intent, method, status, captured=not manual, challenged=challenged)
    intent["latest_charge"] = charge["id"]
    if status == "failed":
        _decline(engine, intent, charge, card, method)
        raise Declined(intent["last_payment_error"], intent)
    if status == "pending":
        intent |= {"status": "processing", "processing": {"card": {}, "type": "card"}}
        engine.store.put(intent)
        engine.emit("charge.pending", charge)
        engine.emit("payment_intent.processing", intent)
        engine.plan(engine.settings.processing_seconds, "processing", intent["id"])
        return intent
    if manual:
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        engine.store.put(intent)
        engine.emit("charge.succeeded", charge)
        engine.emit("payment_intent.amount_capturable_updated", intent)
        return intent
    return _succeed(engine, intent, charge)


def finish_processing(engine: Engine, intent: Json, *, succeed: bool | None = None) -> Json:
    """The end of `processing`: as the card has it, or as the caller says. Does nothing in any other state."""
    if intent["status"] != "processing":
        return intent
    method = engine.get(intent["payment_method"], "payment_method")
    card = methods.card_of(engine, method)
    charge = engine.get(intent["latest_charge"], "charge")
    intent["processing"] = None
    if card.outcome == "processing_ok" if succeed is None else succeed:
        return _succeed(engine, intent, charges.succeed(engine, charge))
    refusing = card if card.code else cards.BY_NAME["pm_card_chargeDeclined"]
    _decline(engine, intent, charge, refusing, method)
    return intent


def _succeed(engine: Engine, intent: Json, charge: Json) -> Json:
    intent |= {"status": "succeeded", "amount_received": intent["amount"]}
    engine.store.put(intent)
    engine.emit("charge.succeeded", charge)
    engine.emit("payment_intent.succeeded", intent)
    return intent


def _decline(engine: Engine, intent: Json, charge: Json, card: cards.Card, method: Json) -> None:
    charges.fail(engine, charge, card)
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "last_payment_error": charges.error(card, charge, method),
    }
    engine.store.put(intent)
    engine.emit("charge.failed", charge)
    engine.emit("payment_intent.payment_failed", intent)
