"""What a Checkout Session sells and how it is delivered: line items, prices, shipping rates."""

from demo.emulator import fields
from demo.emulator.engine import Engine
from demo.emulator.errors import Json, invalid, missing

UNITS = ("hour", "day", "business_day", "week", "month")


def read(engine: Engine, params: Json) -> list[Json]:
    """The line items of a request, all in one currency. Raises ApiError."""
    given = fields.entries(params, "line_items")
    if not given:
        raise missing("line_items")
    items = [_item(engine, entry) for entry in given]
    if len({item["currency"] for item in items}) > 1:
        raise invalid("All line items must have the same currency.", param="line_items")
    return items


def _item(engine: Engine, entry: Json) -> Json:
    if not isinstance(entry, dict):
        raise invalid("Invalid object: line_items[0]", param="line_items")
    fields.only(entry, {"price_data", "quantity", "adjustable_quantity", "metadata"})
    data = fields.group(entry, "price_data")
    if not data:
        raise missing("line_items[0][price_data]")
    product = fields.group(data, "product_data")
    currency = fields.currency(data)
    unit = fields.number(data, "unit_amount")
    quantity = fields.number(entry, "quantity", 1) or 0
    if unit is None or unit < 0:
        raise invalid("A line item needs a unit_amount of 0 or more.", param="line_items[0][price_data][unit_amount]")
    if quantity < 1:
        raise invalid("A line item needs a quantity of 1 or more.", param="line_items[0][quantity]")
    name = fields.needed(product, "name")
    return {
        "id": engine.new_id("li_1"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": unit * quantity,
        "amount_tax": 0,
        "amount_total": unit * quantity,
        "currency": currency,
        "description": name,
        "metadata": fields.metadata(entry),
        "price": _price(engine, currency, unit),
        "quantity": quantity,
        # Not Stripe's: for the hosted page only, taken out of what is answered.
        "_page": {"more": fields.text(product, "description"), "images": fields.entries(product, "images")[:1]},
    }


def _price(engine: Engine, currency: str, unit: int) -> Json:
    return {
        "id": engine.new_id("price_1"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": engine.now(),
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": engine.new_id("prod_", 14),
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": unit,
        "unit_amount_decimal": str(unit),
    }


def rates(engine: Engine, params: Json) -> list[Json]:
    """The stored shipping rates of a request's `shipping_options`."""
    found = []
    for option in fields.entries(params, "shipping_options"):
        if not isinstance(option, dict):
            raise invalid("Invalid object: shipping_options[0]", param="shipping_options")
        if key := fields.text(option, "shipping_rate"):
            found.append(engine.get(key, "shipping_rate", "shipping_rate"))
        else:
            found.append(create_rate(engine, fields.group(option, "shipping_rate_data")))
    return found


def create_rate(engine: Engine, params: Json) -> Json:
    """POST /v1/shipping_rates."""
    fixed = fields.group(params, "fixed_amount")
    cost = fields.number(fixed, "amount")
    if cost is None or cost < 0:
        raise invalid("A shipping rate needs a fixed amount of 0 or more.", param="fixed_amount[amount]")
    estimate = fields.group(params, "delivery_estimate")
    rate: Json = {
        "id": engine.new_id("shr_1"),
        "object": "shipping_rate",
        "active": True,
        "created": engine.now(),
        "delivery_estimate": {end: _estimate(estimate, end) for end in ("maximum", "minimum")} if estimate else None,
        "display_name": fields.needed(params, "display_name"),
        "fixed_amount": {"amount": cost, "currency": fields.currency(fixed)},
        "livemode": False,
        "metadata": fields.metadata(params),
        "tax_behavior": fields.text(params, "tax_behavior", "unspecified"),
        "tax_code": fields.text(params, "tax_code"),
        "type": "fixed_amount",
    }
    return engine.store.put(rate)


def _estimate(estimate: Json, end: str) -> Json | None:
    given = fields.group(estimate, end)
    if not given:
        return None
    return {"unit": fields.choice(given, "unit", UNITS), "value": fields.number(given, "value")}
