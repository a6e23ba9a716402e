"""Customers, as far as a shop without saved cards needs them."""

from demo.emulator import fields
from demo.emulator.engine import Engine
from demo.emulator.errors import Json

KNOWN = {"email", "name", "phone", "description", "metadata", "address", "shipping", "preferred_locales", "tax_exempt"}


def create(engine: Engine, params: Json) -> Json:
    fields.only(params, KNOWN)
    address = fields.group(params, "address")
    customer: Json = {
        "id": engine.new_id("cus_", 14),
        "object": "customer",
        "address": fields.address(address) if address else None,
        "balance": 0,
        "created": engine.now(),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": fields.text(params, "description"),
        "discount": None,
        "email": fields.text(params, "email", at_most=512),
        "invoice_prefix": engine.new_id("", 8).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": fields.metadata(params),
        "name": fields.text(params, "name"),
        "next_invoice_sequence": 1,
        "phone": fields.text(params, "phone"),
        "preferred_locales": fields.entries(params, "preferred_locales"),
        "shipping": fields.shipping(params),
        "tax_exempt": fields.choice(params, "tax_exempt", ("none", "exempt", "reverse"), "none"),
        "test_clock": None,
    }
    engine.emit("customer.created", engine.store.put(customer))
    return customer


def retrieve(engine: Engine, params: Json, key: str) -> Json:
    return engine.get(key, "customer")
