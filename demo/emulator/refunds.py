"""Refunds: never more than was taken, all parts together."""

from demo.emulator import fields
from demo.emulator.engine import Engine
from demo.emulator.errors import Json, invalid, missing, wrong_state
from demo.emulator.methods import card_of

REASONS = ("duplicate", "fraudulent", "requested_by_customer")
KNOWN = {"payment_intent", "charge", "amount", "reason", "metadata", "instructions_email", "currency"}


def create(engine: Engine, params: Json) -> Json:
    """POST /v1/refunds: the rest of a charge, or a part. Raises ApiError (400) above what is left."""
    fields.only(params, KNOWN)
    charge = _charge(engine, params)
    if not charge["captured"]:
        raise invalid(f"Charge {charge['id']} was not captured: there is nothing to refund.", param="charge")
    # What a partial capture left untaken already counts as refunded.
    rest = charge["amount"] - charge["amount_refunded"]
    if charge["refunded"] or rest <= 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = fields.number(params, "amount", rest) or 0
    if amount < 1:
        raise invalid("A refund is at least 1.", code="parameter_invalid_integer", param="amount")
    if amount > rest:
        raise invalid(
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({rest})",
            code="amount_too_large",
            param="amount",
        )
    fate = engine.next_refunds.pop(0) if engine.next_refunds else _fate(engine, charge)
    refund = _build(engine, params, charge, amount, "pending" if fate in ("pending", "pending_fails") else "succeeded")
    _count(charge, amount)
    engine.store.put(charge)
    engine.emit("charge.refunded", charge)
    engine.emit("refund.created", refund)
    if fate == "pending":
        engine.plan(engine.settings.refund_seconds, "refund", refund["id"])
    elif fate in ("fails", "pending_fails"):
        engine.plan(engine.settings.refund_seconds, "refund_fails", refund["id"])
    return refund


def retrieve(engine: Engine, params: Json, key: str) -> Json:
    return engine.get(key, "refund")


def update(engine: Engine, params: Json, key: str) -> Json:
    """POST /v1/refunds/{id}: its metadata only."""
    fields.only(params, {"metadata"})
    refund = engine.get(key, "refund")
    refund["metadata"] = fields.metadata(params, refund["metadata"])
    engine.emit("refund.updated", engine.store.put(refund))
    return refund


def finish(engine: Engine, refund: Json, status: str) -> Json:
    """How a refund ends: succeeded, or failed (then the money is the shop's again, even after a success)."""
    if refund["status"] in (status, "failed", "canceled"):
        return refund
    refund["status"] = status
    if status == "failed":
        refund["failure_reason"] = "expired_or_canceled_card"
        refund["failure_balance_transaction"] = engine.new_id("txn_3")
        charge = engine.get(refund["charge"], "charge")
        _count(charge, -refund["amount"])
        engine.store.put(charge)
    engine.store.put(refund)
    engine.emit("refund.updated", refund)
    engine.emit("charge.refund.updated", refund)
    if status == "failed":
        engine.emit("refund.failed", refund)
    return refund


def _charge(engine: Engine, params: Json) -> Json:
    if key := fields.text(params, "charge"):
        return engine.get(key, "charge", "charge")
    if not (key := fields.text(params, "payment_intent")):
        raise missing("payment_intent")
    intent = engine.get(key, "payment_intent", "payment_intent")
    if intent["status"] != "succeeded":
        raise wrong_state(f"This PaymentIntent ({key}) does not have a successful charge to refund.", intent)
    return engine.get(intent["latest_charge"], "charge")


def _fate(engine: Engine, charge: Json) -> str:
    return card_of(engine, engine.get(charge["payment_method"], "payment_method")).refund


def _count(charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] >= charge["amount"]


def _build(engine: Engine, params: Json, charge: Json, amount: int, status: str) -> Json:
    refund: Json = {
        "id": engine.new_id("re_3"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": engine.new_id("txn_3"),
        "charge": charge["id"],
        "created": engine.now(),
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": {
            "card": {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"},
            "type": "card",
        },
        "metadata": fields.metadata(params),
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": fields.choice(params, "reason", REASONS),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
    }
    return engine.store.put(refund)
