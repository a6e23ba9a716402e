"""Lists and `expand`: how Stripe pages through objects and opens what is named by an id."""

from typing import Any

from demo.emulator import fields, sessions
from demo.emulator.engine import Engine, matches
from demo.emulator.errors import Json, invalid

# Which fields hold the id of what.
EXPANDABLE = {
    "charge": "charge",
    "customer": "customer",
    "latest_charge": "charge",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
    "shipping_rate": "shipping_rate",
}
DEEPEST = 4
PAGING = {"limit", "starting_after", "ending_before", "created"}


def page(params: Json, things: list[Json], url: str, known: set[str] | None = None) -> Json:
    """A Stripe list of the things (newest first) that the filters let through."""
    fields.only(params, PAGING | (known or set()))
    limit = fields.number(params, "limit", 10) or 0
    if not 1 <= limit <= 100:
        raise invalid("limit must be between 1 and 100.", code="parameter_invalid_integer", param="limit")
    found = [thing for thing in things if _passes(thing, params, known or set())]
    keys = [thing["id"] for thing in found]
    if after := fields.text(params, "starting_after"):
        found = found[_place(keys, after, "starting_after") + 1 :]
    if before := fields.text(params, "ending_before"):
        rest = found[: _place(keys, before, "ending_before")]
        return {"object": "list", "data": rest[-limit:], "has_more": len(rest) > limit, "url": url}
    return {"object": "list", "data": found[:limit], "has_more": len(found) > limit, "url": url}


def _place(keys: list[str], key: str, param: str) -> int:
    if key not in keys:
        raise invalid(f"No such object: '{key}'", code="resource_missing", param=param)
    return keys.index(key)


def _passes(thing: Json, params: Json, known: set[str]) -> bool:
    if not _in_time(thing.get("created", 0), params.get("created")):
        return False
    for name in known:
        wanted = params.get(name)
        if name == "types":
            if wanted and thing["type"] not in wanted:
                return False
        elif name == "type":
            if wanted and not matches(thing["type"], wanted):
                return False
        elif wanted and thing.get(name) != wanted:
            return False
    return True


def _in_time(created: int, wanted: Any) -> bool:
    if not wanted:
        return True
    if not isinstance(wanted, dict):
        return created == fields.number({"created": wanted}, "created")
    tests = {"gt": created.__gt__, "gte": created.__ge__, "lt": created.__lt__, "lte": created.__le__}
    return all(tests[name](fields.number(wanted, name) or 0) for name in wanted if name in tests)


def expand(engine: Engine, thing: Json, params: Json) -> Json:
    """Opens what `expand` names (`latest_charge`, `data.payment_intent`). Raises ApiError for what cannot be opened."""
    for path in fields.entries(params, "expand"):
        steps = str(path).split(".")
        if len(steps) > DEEPEST:
            raise invalid(f"Expansions go {DEEPEST} levels deep: {path}", param="expand")
        _expand(engine, thing, steps, str(path))
    return thing


def _expand(engine: Engine, thing: Any, steps: list[str], path: str) -> None:
    if isinstance(thing, list):
        for entry in thing:
            _expand(engine, entry, steps, path)
        return
    if thing is None or not steps:
        return
    name = steps[0]
    if name == "line_items" and thing.get("object") == "checkout.session":
        thing[name] = items_page(engine, {}, thing["id"])
    elif name == "refunds" and thing.get("object") == "charge":
        with_refunds(engine, thing)
    elif isinstance(thing.get(name), str) and name in EXPANDABLE:
        thing[name] = engine.get(thing[name], EXPANDABLE[name])
        if EXPANDABLE[name] == "charge":
            with_refunds(engine, thing[name])
    elif name not in thing or isinstance(thing[name], str):
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    _expand(engine, thing[name], steps[1:], path)


def with_refunds(engine: Engine, charge: Json) -> Json:
    """A charge with its last ten refunds in it."""
    found = engine.store.where("refund", "charge", charge["id"])
    charge["refunds"] |= {"data": found[:10], "has_more": len(found) > 10}
    return charge


def items_page(engine: Engine, params: Json, key: str) -> Json:
    """GET /v1/checkout/sessions/{id}/line_items."""
    return page(params, sessions.line_items(engine, params, key), f"/v1/checkout/sessions/{key}/line_items")
