"""What a browser may do with a publishable key: only with the secret of the one intent, and less of it shown."""

import hmac

from demo.emulator import fields, intents, methods, payments
from demo.emulator.engine import Engine
from demo.emulator.errors import ApiError, Json, invalid, missing

# The fields of an intent that Stripe shows to a publishable key.
SHOWN = (
    *("id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at", "cancellation_reason"),
    *("capture_method", "client_secret", "confirmation_method", "created", "currency", "description"),
    *("last_payment_error", "livemode", "next_action", "payment_method", "payment_method_configuration_details"),
    *("payment_method_types", "processing", "receipt_email", "setup_future_usage", "shipping", "source", "status"),
)
CONFIRM = {
    *("client_secret", "payment_method", "payment_method_data", "return_url", "shipping", "receipt_email", "wallet"),
    *("use_stripe_sdk", "key", "expected_payment_method_type", "mandate_data", "setup_future_usage", "_typed"),
}


def retrieve_intent(engine: Engine, params: Json, key: str) -> Json:
    fields.only(params, {"client_secret", "key"})
    return shown(_own(engine, params, key))


def confirm_intent(engine: Engine, params: Json, key: str) -> Json:
    """Pays with what the emulator's own frame typed (`_typed`), or with a payment method. May raise Declined."""
    fields.only(params, CONFIRM)
    intent = _own(engine, params, key)
    intent["receipt_email"] = fields.text(params, "receipt_email", intent["receipt_email"])
    intent["shipping"] = fields.shipping(params) or intent["shipping"]
    if "wallet" in params:
        params = params | {"payment_method": intents.of_wallet(engine, params)["id"]}
    try:
        return shown(payments.confirm(engine, intent, params, typed="_typed" in params, browser=True))
    except ApiError as refusal:
        if "payment_intent" in refusal.error:
            refusal.error["payment_intent"] = shown(refusal.error["payment_intent"])
        raise


def create_method(engine: Engine, params: Json) -> Json:
    fields.only(params, {"type", "card", "billing_details", "key", "_typed"})
    return methods.from_data(engine, params, typed="_typed" in params)


def shown(intent: Json) -> Json:
    return {name: intent[name] for name in SHOWN}


def _own(engine: Engine, params: Json, key: str) -> Json:
    secret = fields.text(params, "client_secret")
    if secret is None:
        raise missing("client_secret")
    intent = engine.get(key, "payment_intent", "intent")
    if not hmac.compare_digest(intent["client_secret"], secret):
        raise invalid(
            "The client_secret is not the one of this PaymentIntent.",
            code="payment_intent_invalid_parameter",
            param="client_secret",
        )
    return intent
