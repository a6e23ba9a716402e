"""Checkout Sessions: a basket, a hosted page (hosted.py), and what came of it."""

from demo.emulator import customers, fields, intents, items, payments, session_shape
from demo.emulator.engine import Engine
from demo.emulator.errors import Json, invalid, missing

KNOWN = {
    *(
        "mode",
        "line_items",
        "success_url",
        "cancel_url",
        "client_reference_id",
        "customer_email",
        "customer",
        "metadata",
    ),
    *("locale", "expires_at", "shipping_options", "shipping_address_collection", "payment_intent_data", "submit_type"),
    *("payment_method_types", "payment_method_options", "phone_number_collection", "billing_address_collection"),
    *("allow_promotion_codes", "customer_creation", "ui_mode", "custom_text", "consent_collection", "currency"),
    *("automatic_tax", "after_expiration", "adaptive_pricing", "excluded_payment_method_types", "wallet_options"),
    *("payment_method_configuration", "origin_context", "branding_settings", "integration_identifier"),
}


def create(engine: Engine, params: Json) -> Json:
    """POST /v1/checkout/sessions, for a page hosted here and one payment."""
    fields.only(params, KNOWN)
    if fields.needed(params, "mode") != "payment":
        raise invalid("This emulator knows mode=payment only.", param="mode")
    if fields.choice(params, "ui_mode", ("hosted_page", "hosted"), "hosted_page") and not params.get("success_url"):
        raise missing("success_url")
    sold, rates = items.read(engine, params), items.rates(engine, params)
    if any(rate["fixed_amount"]["currency"] != sold[0]["currency"] for rate in rates):
        raise invalid("Shipping rates must have the currency of the line items.", param="shipping_options")
    session = session_shape.blank(engine, params)
    _count(session, sold, rates)
    if session["amount_total"]:
        fields.amount({"amount": str(session["amount_total"])}, session["currency"])
    details = fields.group(params, "payment_intent_data")
    engine.store.put(session, items=sold, details=details)
    engine.plan(session["expires_at"] - engine.now(), "expire", session["id"])
    return session


def retrieve(engine: Engine, params: Json, key: str) -> Json:
    return engine.get(key, "checkout.session")


def update(engine: Engine, params: Json, key: str) -> Json:
    """POST /v1/checkout/sessions/{id}: its metadata only."""
    fields.only(params, {"metadata"})
    session = engine.get(key, "checkout.session")
    session["metadata"] = fields.metadata(params, session["metadata"])
    return engine.store.put(session)


def line_items(engine: Engine, params: Json, key: str) -> list[Json]:
    """What the session sells, without what only the page needs."""
    engine.get(key, "checkout.session")
    sold: list[Json] = engine.store.private(key)["items"]
    return [{name: value for name, value in item.items() if name != "_page"} for item in sold]


def expire(engine: Engine, params: Json, key: str) -> Json:
    """POST /v1/checkout/sessions/{id}/expire: nobody can pay it any more; an intent begun is cancelled."""
    fields.only(params, set())
    session = engine.get(key, "checkout.session")
    if session["status"] != "open":
        raise invalid(f'Only Checkout Sessions with a status in ["open"] can be expired: it is {session["status"]}.')
    session |= {"status": "expired", "url": None}
    engine.store.put(session)
    if intent_id := engine.store.private(key).get("intent"):
        intent = engine.get(intent_id, "payment_intent")
        if intent["status"] in intents.OPEN:
            intents.close(engine, intent, "automatic")
    engine.emit("checkout.session.expired", session)
    return session


def rates_of(engine: Engine, session: Json) -> list[Json]:
    """The shipping rates that a session offers."""
    return [engine.get(option["shipping_rate"], "shipping_rate") for option in session["shipping_options"]]


def choose_rate(session: Json, rates: list[Json], key: str | None) -> None:
    """The delivery that the person chose. Raises ApiError when the session does not offer it."""
    chosen = next((rate for rate in rates if rate["id"] == key), None)
    if chosen is None:
        raise invalid(f"The session offers no shipping rate {key}.", param="shipping_rate")
    cost = chosen["fixed_amount"]["amount"]
    session["shipping_cost"] = {
        "amount_subtotal": cost,
        "amount_tax": 0,
        "amount_total": cost,
        "shipping_rate": chosen["id"],
    }
    session["amount_total"] = session["amount_subtotal"] + cost
    session["total_details"]["amount_shipping"] = cost


def intent_of(engine: Engine, session: Json) -> Json:
    """The session's PaymentIntent over what it now costs; made when somebody pays, as at Stripe."""
    kept = engine.store.private(session["id"])
    if kept.get("intent"):
        intent = engine.get(kept["intent"], "payment_intent")
    else:
        intent = intents.blank(engine, session["amount_total"], session["currency"])
        intents.apply(engine, intent, kept["details"])
        intent["capture_method"] = fields.text(kept["details"], "capture_method", "automatic_async")
    intent |= {"amount": session["amount_total"], "customer": session["customer"]}
    collected = session["collected_information"]
    if collected and collected["shipping_details"]:
        intent["shipping"] = collected["shipping_details"] | {"carrier": None, "phone": None, "tracking_number": None}
    engine.store.put(intent, session=session["id"])
    if not kept.get("intent"):
        engine.emit("payment_intent.created", intent)
        engine.store.put(session, intent=intent["id"])
    return intent


def follow(engine: Engine, intent: Json) -> None:
    """What the state of an intent means for its session, if it has one. Acts once."""
    key = engine.store.private(intent["id"]).get("session")
    if not key:
        return
    session = engine.get(key, "checkout.session")
    status = intent["status"]
    if session["status"] == "open" and status in ("succeeded", "processing", "requires_capture"):
        paid = "unpaid" if status == "processing" else "paid"
        session |= {"status": "complete", "payment_status": paid, "payment_intent": intent["id"], "url": None}
        engine.emit("checkout.session.completed", engine.store.put(session))
    elif session["status"] == "complete" and session["payment_status"] == "unpaid" and status == "succeeded":
        session["payment_status"] = "paid"
        engine.emit("checkout.session.async_payment_succeeded", engine.store.put(session))
    elif session["status"] == "complete" and status == "requires_payment_method":
        engine.emit("checkout.session.async_payment_failed", session)


def collect(engine: Engine, session: Json, given: Json) -> Json:
    """Keeps what the person said on the page: {email, name, phone, address, shipping_rate, terms}. Raises ApiError."""
    if session["status"] != "open":
        raise invalid(f"This Checkout Session cannot be paid: it is {session['status']}.")
    known = session["customer_details"] or {}
    email = fields.text(given, "email", known.get("email") or session["customer_email"])
    if not email:
        raise missing("email")
    name, address = fields.text(given, "name"), fields.address(fields.group(given, "address"))
    wanted = session["shipping_address_collection"]
    if wanted and address["country"] not in wanted["allowed_countries"]:
        raise invalid(f"Nothing is delivered to {address['country']}.", param="address[country]")
    session["customer_details"] = session_shape.customer_details(email) | {
        "address": address,
        "name": name,
        "phone": fields.text(given, "phone"),
        "tax_ids": [],
    }
    session["collected_information"] = {
        "business_name": None,
        "individual_name": None,
        "shipping_details": {"address": address, "name": name or ""} if wanted else None,
    }
    if session["customer_creation"] == "always" and not session["customer"]:
        session["customer"] = customers.create(engine, {"email": email, "name": name or ""})["id"]
    if session["consent_collection"]:
        session["consent"] = {
            "promotions": None,
            "terms_of_service": "accepted" if session["consent_collection"]["terms_of_service"] else None,
        }
    if session["shipping_options"]:
        key = fields.text(given, "shipping_rate", session["shipping_options"][0]["shipping_rate"])
        choose_rate(
            session,
            [engine.get(option["shipping_rate"], "shipping_rate") for option in session["shipping_options"]],
            key,
        )
    return engine.store.put(session)


def pay(engine: Engine, session: Json, params: Json) -> Json:
    """Confirms the session's intent by what was typed on the page. Raises Declined; gives the intent."""
    if session["amount_total"] == 0:
        session |= {"status": "complete", "payment_status": "no_payment_required", "url": None}
        engine.emit("checkout.session.completed", engine.store.put(session))
        return session
    intent = intent_of(engine, session)
    back = {"return_url": f"{engine.caller.origin}/c/back/{session['id']}"}
    intent = payments.confirm(engine, intent, params | back, typed=True)
    follow(engine, intent)
    return intent


def _count(session: Json, sold: list[Json], rates: list[Json]) -> None:
    session["amount_subtotal"] = session["amount_total"] = sum(item["amount_total"] for item in sold)
    session["currency"] = sold[0]["currency"]
    session["shipping_options"] = [
        {"shipping_amount": rate["fixed_amount"]["amount"], "shipping_rate": rate["id"]} for rate in rates
    ]
    if rates:
        choose_rate(session, rates, rates[0]["id"])
