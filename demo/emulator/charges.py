"""Charges: what one asking of the card came to."""

from demo.emulator import cards
from demo.emulator.engine import Engine
from demo.emulator.errors import DOCS, Json


def build(engine: Engine, intent: Json, method: Json, status: str, *, captured: bool, challenged: bool) -> Json:
    """A stored charge of the whole amount of an intent. `status`: succeeded, pending, failed."""
    key = engine.new_id("ch_3")
    charge: Json = {
        "id": key,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if captured and status == "succeeded" else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": engine.new_id("txn_3") if captured and status == "succeeded" else None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "RICOCHET",
        "captured": captured and status == "succeeded",
        "created": engine.now(),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": _outcome("authorized", "approved_by_network", "Payment complete."),
        "paid": status != "failed",
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"card": _card(method, intent["amount"], challenged), "type": "card"},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": f"{engine.caller.origin}/receipts/{key}",
        "refunded": False,
        "refunds": {"object": "list", "data": [], "has_more": False, "url": f"/v1/charges/{key}/refunds"},
        "review": None,
        "shipping": intent["shipping"],
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": None,
    }
    return engine.store.put(charge)


def fail(engine: Engine, charge: Json, card: cards.Card) -> Json:
    """The bank says no."""
    reason = card.decline_code or card.code
    charge |= {
        "status": "failed",
        "paid": False,
        "captured": False,
        "balance_transaction": None,
        "failure_code": card.code,
        "failure_message": cards.MESSAGES.get(reason) or cards.MESSAGES[card.code],
        "outcome": _outcome("issuer_declined", "declined_by_network", "The bank declined the payment.", reason),
    }
    return engine.store.put(charge)


def succeed(engine: Engine, charge: Json) -> Json:
    """A pending charge came through."""
    charge |= {
        "status": "succeeded",
        "captured": True,
        "amount_captured": charge["amount"],
        "balance_transaction": engine.new_id("txn_3"),
    }
    return engine.store.put(charge)


def capture(engine: Engine, charge: Json, amount: int) -> Json:
    """Takes all or part of what was authorised."""
    charge |= {
        "captured": True,
        "amount_captured": amount,
        "amount_refunded": charge["amount"] - amount,
        "balance_transaction": engine.new_id("txn_3"),
    }
    return engine.store.put(charge)


def error(card: cards.Card, charge: Json, method: Json) -> Json:
    """The `last_payment_error` of a declined charge."""
    shown: Json = {
        "charge": charge["id"],
        "code": card.code,
        "doc_url": DOCS + card.code.replace("_", "-"),
        "message": charge["failure_message"],
        "payment_method": method,
        "type": "card_error",
    }
    if card.decline_code:
        shown["decline_code"] = card.decline_code
    if card.code == "incorrect_cvc":
        shown["param"] = "cvc"
    if card.code == "expired_card":
        shown["param"] = "exp_month"
    return shown


def _outcome(kind: str, network: str, message: str, reason: str | None = None) -> Json:
    return {
        "advice_code": "try_again_later" if reason == "insufficient_funds" else None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": network,
        "reason": reason,
        "seller_message": message,
        "type": kind,
    }


def _card(method: Json, amount: int, challenged: bool) -> Json:
    card = method["card"]
    return {
        "amount_authorized": amount,
        "authorization_code": "123456",
        "brand": card["brand"],
        "checks": card["checks"],
        "country": card["country"],
        "exp_month": card["exp_month"],
        "exp_year": card["exp_year"],
        "extended_authorization": {"status": "disabled"},
        "fingerprint": card["fingerprint"],
        "funding": card["funding"],
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": card["last4"],
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": card["brand"],
        "network_token": {"used": False},
        "network_transaction_id": None,
        "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
        "regulated_status": card["regulated_status"],
        "three_d_secure": _three_d_secure() if challenged else None,
        "transaction_link_id": None,
        "wallet": card["wallet"],
    }


def _three_d_secure() -> Json:
    return {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "exemption_indicator": None,
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": None,
        "version": "2.2.0",
    }
