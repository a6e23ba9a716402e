"""Reads parameters that came as text. Each raises ApiError (400) with the name of the field, as Stripe does."""

from typing import Any

from demo.emulator.errors import Json, invalid, missing, unknown

CURRENCIES = {"eur": 50, "usd": 50, "gbp": 30, "chf": 50, "sek": 300, "dkk": 250, "pln": 200, "czk": 1500}
LARGEST = 99_999_999


def only(params: Json, known: set[str]) -> None:
    """Refuses what Stripe does not know either: a slip of the pen is not silently ignored."""
    for name in params:
        if name not in known | {"expand"}:
            raise unknown(name)


def text(params: Json, name: str, default: str | None = None, *, at_most: int = 5000) -> str | None:
    """Text; the empty one is none, as Stripe unsets a field."""
    value = params.get(name, default)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise invalid(f"Invalid string: {name}.", param=name)
    if len(value) > at_most:
        raise invalid(
            f"{name} is longer than {at_most} characters.", code="parameter_invalid_string_too_long", param=name
        )
    return value


def needed(params: Json, name: str) -> str:
    value = text(params, name)
    if value is None:
        raise missing(name)
    return value


def number(params: Json, name: str, default: int | None = None) -> int | None:
    value = params.get(name)
    if value is None or value == "":
        return default
    try:
        return int(str(value), 10)
    except ValueError:
        raise invalid(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name) from None


def flag(params: Json, name: str, default: bool = False) -> bool:
    value = params.get(name)
    if value is None or value == "":
        return default
    if value in ("true", "false"):
        return bool(value == "true")
    raise invalid(f"Invalid boolean: {value}", param=name)


def choice(params: Json, name: str, choices: tuple[str, ...], default: str | None = None) -> str | None:
    value = text(params, name, default)
    if value is not None and value not in choices:
        raise invalid(f"Invalid {name}: must be one of {', '.join(choices)}", param=name)
    return value


def group(params: Json, name: str) -> Json:
    value = params.get(name) or {}
    if not isinstance(value, dict):
        raise invalid(f"Invalid object: {name}", param=name)
    return value


def entries(params: Json, name: str) -> list[Any]:
    value = params.get(name) or []
    if not isinstance(value, list):
        raise invalid(f"Invalid array: {name}", param=name)
    return value


def currency(params: Json, name: str = "currency") -> str:
    value = needed(params, name).lower()
    if value not in CURRENCIES:
        raise invalid(f"Invalid currency: {value}.", param=name)
    return value


def amount(params: Json, money: str, name: str = "amount") -> int:
    """An amount to be paid, in the smallest unit, between Stripe's least for the currency and 999,999.99."""
    value = number(params, name)
    if value is None:
        raise missing(name)
    if value < 1:
        raise invalid("This value must be greater than or equal to 1.", code="parameter_invalid_integer", param=name)
    if value < CURRENCIES[money]:
        raise invalid(f"The least amount in {money} is {CURRENCIES[money]}.", code="amount_too_small", param=name)
    if value > LARGEST:
        raise invalid(f"The largest amount is {LARGEST}.", code="amount_too_large", param=name)
    return value


def metadata(params: Json, old: dict[str, str] | None = None) -> dict[str, str]:
    """The metadata merged into the old: an empty value removes a key, an empty field removes all."""
    given = params.get("metadata")
    if given == "":
        return {}
    merged = dict(old or {})
    if given is None:
        return merged
    # Keys that are figures only came as a list.
    pairs = enumerate(given) if isinstance(given, list) else group(params, "metadata").items()
    for key, value in pairs:
        if not isinstance(value, str) or len(value) > 500 or len(str(key)) > 40:
            raise invalid("Metadata are up to 50 texts of 500 characters, under names of 40.", param="metadata")
        if value:
            merged[str(key)] = value
        else:
            merged.pop(str(key), None)
    if len(merged) > 50:
        raise invalid("Metadata can have up to 50 keys.", param="metadata")
    return merged


def address(params: Json) -> Json:
    """An address with all its keys."""
    return {key: text(params, key) for key in ("city", "country", "line1", "line2", "postal_code", "state")}


def shipping(params: Json) -> Json | None:
    given = group(params, "shipping")
    if not given:
        return None
    return {
        "address": address(group(given, "address")),
        "carrier": text(given, "carrier"),
        "name": text(given, "name"),
        "phone": text(given, "phone"),
        "tracking_number": text(given, "tracking_number"),
    }


def billing(params: Json) -> Json:
    """Billing details with all their keys."""
    given = group(params, "billing_details")
    return {
        "address": address(group(given, "address")),
        "email": text(given, "email"),
        "name": text(given, "name"),
        "phone": text(given, "phone"),
        "tax_id": text(given, "tax_id"),
    }
