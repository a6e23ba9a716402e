"""PaymentIntents: what a server may do with one before and beside the paying itself (payments.py)."""

from demo.emulator import charges, fields, methods, payments
from demo.emulator.engine import Engine
from demo.emulator.errors import Json, invalid, wrong_state

REASONS = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
CAPTURES = ("automatic", "automatic_async", "manual")
# Read here or merely echoed; `confirm` and its companions are for confirming at once.
WORDS = {
    *("amount", "currency", "automatic_payment_methods", "payment_method_types", "payment_method_options", "metadata"),
    *("payment_method", "payment_method_data", "receipt_email", "description", "customer", "setup_future_usage"),
    *("shipping", "statement_descriptor", "statement_descriptor_suffix", "capture_method", "confirmation_method"),
    *("excluded_payment_method_types", "payment_method_configuration", "transfer_group"),
}
CONFIRMING = {"confirm", "return_url", "use_stripe_sdk", "off_session", "error_on_requires_action", "mandate_data"}


def create(engine: Engine, params: Json) -> Json:
    """POST /v1/payment_intents. With `confirm` it pays at once, and may raise Declined."""
    fields.only(params, WORDS | CONFIRMING)
    currency = fields.currency(params)
    intent = blank(engine, fields.amount(params, currency), currency)
    apply(engine, intent, params)
    intent["capture_method"] = fields.choice(params, "capture_method", CAPTURES, "automatic_async")
    intent["confirmation_method"] = fields.choice(params, "confirmation_method", ("automatic", "manual"), "automatic")
    types = fields.entries(params, "payment_method_types")
    if types:
        intent |= {"automatic_payment_methods": None, "payment_method_types": types}
        intent["payment_method_configuration_details"] = None
    automatic = fields.group(params, "automatic_payment_methods")
    if automatic and not fields.flag(automatic, "enabled"):
        intent["automatic_payment_methods"] = None
    elif automatic:
        allow = fields.choice(automatic, "allow_redirects", ("always", "never"), "always")
        intent["automatic_payment_methods"] = {"allow_redirects": allow, "enabled": True}
    engine.store.put(intent)
    engine.emit("payment_intent.created", intent)
    if fields.flag(params, "confirm"):
        return payments.confirm(engine, intent, params)
    return intent


def retrieve(engine: Engine, params: Json, key: str) -> Json:
    return engine.get(key, "payment_intent")


def update(engine: Engine, params: Json, key: str) -> Json:
    """POST /v1/payment_intents/{id}: amount and currency only while it is open."""
    fields.only(params, WORDS - {"confirmation_method"})
    intent = engine.get(key, "payment_intent")
    if "amount" in params or "currency" in params:
        if intent["status"] not in OPEN:
            raise wrong_state(
                f"The amount of this PaymentIntent could not be updated because it has a status of {intent['status']}: "
                f"only {', '.join(OPEN)} allow it.",
                intent,
            )
        if "currency" in params:
            intent["currency"] = fields.currency(params)
        if "amount" in params:
            intent["amount"] = fields.amount(params, intent["currency"])
        if intent["status"] == "requires_action":
            # What the bank was asked to agree to is no longer the price.
            intent |= {"status": "requires_confirmation", "next_action": None}
    apply(engine, intent, params)
    return engine.store.put(intent)


def confirm(engine: Engine, params: Json, key: str) -> Json:
    """POST /v1/payment_intents/{id}/confirm by the server. Raises Declined (402) when the bank says no."""
    known = {"payment_method", "payment_method_data", "payment_method_options", "payment_method_types", "receipt_email"}
    fields.only(params, known | CONFIRMING | {"shipping", "setup_future_usage", "capture_method"} - {"confirm"})
    intent = engine.get(key, "payment_intent")
    intent["receipt_email"] = fields.text(params, "receipt_email", intent["receipt_email"])
    intent["shipping"] = fields.shipping(params) or intent["shipping"]
    return payments.confirm(engine, intent, params)


def cancel(engine: Engine, params: Json, key: str) -> Json:
    """POST /v1/payment_intents/{id}/cancel: everything but what is paid, at work, or cancelled."""
    fields.only(params, {"cancellation_reason"})
    intent = engine.get(key, "payment_intent")
    if intent["status"] not in (*OPEN, "requires_capture"):
        raise wrong_state(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}.", intent
        )
    session = engine.store.private(key).get("session")
    if session and engine.get(session, "checkout.session")["status"] == "open":
        raise invalid(f"This PaymentIntent belongs to the open Checkout Session {session}: expire that.")
    reason = fields.choice(params, "cancellation_reason", REASONS)
    return close(engine, intent, reason)


def close(engine: Engine, intent: Json, reason: str | None) -> Json:
    """Cancels; what was authorised is given back."""
    if intent["status"] == "requires_capture":
        charge = engine.get(intent["latest_charge"], "charge")
        charge |= {"amount_refunded": charge["amount"], "refunded": True}
        engine.emit("charge.refunded", engine.store.put(charge))
    intent |= {
        "status": "canceled",
        "canceled_at": engine.now(),
        "cancellation_reason": reason,
        "amount_capturable": 0,
        "next_action": None,
    }
    engine.emit("payment_intent.canceled", engine.store.put(intent))
    return intent


def capture(engine: Engine, params: Json, key: str) -> Json:
    """POST /v1/payment_intents/{id}/capture: all or a part of what was authorised, once."""
    fields.only(params, {"amount_to_capture", "metadata", "statement_descriptor", "statement_descriptor_suffix"})
    intent = engine.get(key, "payment_intent")
    if intent["status"] != "requires_capture":
        raise wrong_state(
            f"This PaymentIntent could not be captured because it has a status of {intent['status']}.", intent
        )
    amount = fields.number(params, "amount_to_capture", intent["amount_capturable"]) or 0
    if not 1 <= amount <= intent["amount_capturable"]:
        raise invalid(
            f"Between 1 and {intent['amount_capturable']} can be captured.",
            code="amount_too_large" if amount > 0 else "parameter_invalid_integer",
            param="amount_to_capture",
        )
    charge = charges.capture(engine, engine.get(intent["latest_charge"], "charge"), amount)
    intent["metadata"] = fields.metadata(params, intent["metadata"])
    intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    engine.store.put(intent)
    engine.emit("charge.captured", charge)
    engine.emit("payment_intent.succeeded", intent)
    return intent


def apply(engine: Engine, intent: Json, params: Json) -> None:
    """Sets what may be set at any time."""
    for name in ("receipt_email", "description", "statement_descriptor", "statement_descriptor_suffix", "customer",
                 "setup_future_usage", "transfer_group"):  # fmt: skip
        if name in params:
            intent[name] = fields.text(params, name)
    if intent["customer"]:
        engine.get(intent["customer"], "customer", "customer")
    if "shipping" in params:
        intent["shipping"] = fields.shipping(params)
    intent["metadata"] = fields.metadata(params, intent["metadata"])
    if "payment_method" in params or "payment_method_data" in params:
        intent["payment_method"] = payments.chosen_method(engine, intent, params, typed=False)["id"]
        if intent["status"] == "requires_payment_method":
            intent["status"] = "requires_confirmation"


def blank(engine: Engine, amount: int, currency: str) -> Json:
    """A new intent, not stored yet."""
    key = engine.new_id("pi_3")
    return {
        "id": key,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{key}_secret_{engine.new_id('', 25)}",
        "confirmation_method": "automatic",
        "created": engine.now(),
        "currency": currency,
        "customer": None,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": {"id": "pmc_1Emulator", "parent": None},
        "payment_method_options": {
            "card": {
                "installments": None,
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": "automatic",
            }
        },
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }


def of_wallet(engine: Engine, params: Json) -> Json:
    """The payment method of an express button, for the emulator's own frames."""
    wallet = fields.choice(params, "wallet", methods.WALLETS, "google_pay") or "google_pay"
    return methods.of_wallet(engine, wallet, params)
