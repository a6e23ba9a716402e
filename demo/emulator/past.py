"""Payments from before the emulator was there: the demo shop's past, taken in as if they had been paid here."""

from demo.emulator import charges, intents, methods
from demo.emulator.engine import Engine
from demo.emulator.errors import Json

# The test card for a brand that the past names; any other is a Visa.
CARDS = {"mastercard": "pm_card_mastercard", "cartes_bancaires": "pm_card_fr"}


def adopt(engine: Engine, given: Json) -> Json:
    """{payments: [{id, amount, created, brand, description, refunds: [{id, amount, created}]}]}: how many were new.

    Intents that were paid, with their charge and what went back of it; amounts in cents, times in seconds. What is
    known stays as it is, and nobody is told.
    """
    with engine.store.writing():
        fresh = [payment for payment in given["payments"] if engine.store.find(payment["id"]) is None]
        for payment in fresh:
            _adopt(engine, payment)
    return {"adopted": len(fresh)}


def _adopt(engine: Engine, payment: Json) -> None:
    intent = intents.blank(engine, int(payment["amount"]), "eur")
    method = methods.named(engine, CARDS.get(payment.get("brand", ""), "pm_card_visa"))
    intent |= {
        "id": payment["id"],
        "client_secret": intent["client_secret"].replace(intent["id"], payment["id"]),
        "created": int(payment["created"]),
        "description": payment.get("description"),
        "status": "succeeded",
        "amount_received": intent["amount"],
        "payment_method": method["id"],
    }
    charge = charges.build(engine, intent, method, "succeeded", captured=True, challenged=False)
    back = sum(int(refund["amount"]) for refund in payment.get("refunds", ()))
    charge |= {"created": intent["created"], "amount_refunded": back, "refunded": back >= charge["amount"]}
    engine.store.put(charge)
    engine.store.put(intent | {"latest_charge": charge["id"]})
    for refund in payment.get("refunds", ()):
        engine.store.put(_refund(charge, refund))


def _refund(charge: Json, refund: Json) -> Json:
    """A refund that arrived long ago."""
    return {
        "id": refund["id"],
        "object": "refund",
        "amount": int(refund["amount"]),
        "charge": charge["id"],
        "created": int(refund["created"]),
        "currency": charge["currency"],
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": None,
        "status": "succeeded",
    }
