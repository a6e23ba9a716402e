"""A Checkout Session as Stripe shows it: every key, and what a request says of them."""

from copy import deepcopy

from demo.emulator import fields
from demo.emulator.engine import Engine
from demo.emulator.errors import Json, invalid

HOUR = 3600


def _expiry(engine: Engine, params: Json) -> int:
    at = fields.number(params, "expires_at", engine.now() + 24 * HOUR) or 0
    # A minute of grace on either side: the asking takes time, and clocks differ.
    if not engine.now() + HOUR // 2 - 60 <= at <= engine.now() + 24 * HOUR + 60:
        raise invalid("expires_at must lie between 30 minutes and 24 hours from now.", param="expires_at")
    return at


def _countries(params: Json) -> Json | None:
    given = fields.group(params, "shipping_address_collection")
    return {"allowed_countries": fields.entries(given, "allowed_countries")} if given else None


def customer_details(email: str | None) -> Json:
    return {
        "address": None,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": None,
    }


def _consents(params: Json) -> Json | None:
    given = fields.group(params, "consent_collection")
    if not given:
        return None
    return {
        "payment_method_reuse_agreement": None,
        "promotions": fields.text(given, "promotions"),
        "terms_of_service": fields.text(given, "terms_of_service"),
    }


def _texts(params: Json) -> Json:
    given = fields.group(params, "custom_text")
    names = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
    return {
        name: {"message": fields.needed(fields.group(given, name), "message")} if given.get(name) else None
        for name in names
    }


# What is the same in every session of this emulator.
_SAME: Json = {
    "object": "checkout.session",
    "adaptive_pricing": {"enabled": False},
    "after_expiration": None,
    "amount_subtotal": 0,
    "amount_total": 0,
    "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
    "client_secret": None,
    "collected_information": None,
    "consent": None,
    "currency": None,
    "currency_conversion": None,
    "custom_fields": [],
    "customer_account": None,
    "discounts": [],
    "invoice": None,
    "invoice_creation": {
        "enabled": False,
        "invoice_data": {
            "account_tax_ids": None,
            "custom_fields": None,
            "description": None,
            "footer": None,
            "issuer": None,
            "metadata": {},
            "rendering_options": None,
        },
    },
    "livemode": False,
    "managed_payments": {"enabled": False},
    "mode": "payment",
    "payment_intent": None,
    "payment_link": None,
    "payment_method_collection": "if_required",
    "payment_method_configuration_details": {"id": "pmc_1Emulator", "parent": None},
    "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
    "payment_status": "unpaid",
    "permissions": None,
    "recovered_from": None,
    "saved_payment_method_options": None,
    "setup_intent": None,
    "shipping_cost": None,
    "shipping_options": [],
    "status": "open",
    "subscription": None,
    "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
    "wallet_options": None,
}


def blank(engine: Engine, params: Json) -> Json:
    """A new session without its sums, not stored yet."""
    key = engine.new_id("cs_test_a1", 58)
    email = fields.text(params, "customer_email", at_most=800)
    if customer := fields.text(params, "customer"):
        email = engine.get(customer, "customer", "customer")["email"]
    return deepcopy(_SAME) | {
        "id": key,
        "allow_promotion_codes": fields.flag(params, "allow_promotion_codes") or None,
        "billing_address_collection": fields.text(params, "billing_address_collection"),
        "cancel_url": fields.text(params, "cancel_url"),
        "client_reference_id": fields.text(params, "client_reference_id", at_most=200),
        "consent_collection": _consents(params),
        "created": engine.now(),
        "custom_text": _texts(params),
        "customer": customer,
        "customer_creation": fields.choice(params, "customer_creation", ("always", "if_required"), "if_required"),
        "customer_details": customer_details(email) if email else None,
        "customer_email": fields.text(params, "customer_email"),
        "expires_at": _expiry(engine, params),
        "integration_identifier": fields.text(params, "integration_identifier"),
        "locale": fields.text(params, "locale"),
        "metadata": fields.metadata(params),
        "origin_context": fields.text(params, "origin_context"),
        "payment_method_types": fields.entries(params, "payment_method_types") or ["card"],
        "phone_number_collection": {"enabled": fields.flag(fields.group(params, "phone_number_collection"), "enabled")},
        "shipping_address_collection": _countries(params),
        "submit_type": fields.text(params, "submit_type"),
        "success_url": fields.needed(params, "success_url"),
        "ui_mode": fields.text(params, "ui_mode", "hosted_page"),
        "url": f"{engine.caller.origin}/c/pay/{key}",
    }
