"""Which address does what. `shown` routes may be called by a browser, with a publishable key and a client secret."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from demo.emulator import browser, configurations, customers, intents, items, lists, methods, refunds, sessions
from demo.emulator.engine import Engine
from demo.emulator.errors import ApiError, Json

Verb = Callable[..., Json]


@dataclass(frozen=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    verb: Verb
    by_browser: Verb | None = None


def _route(method: str, path: str, verb: Verb, by_browser: Verb | None = None) -> Route:
    pattern = re.escape(path).replace(r"\{id\}", r"([A-Za-z0-9_]+)").replace("{id}", r"([A-Za-z0-9_]+)")
    return Route(method, re.compile(f"^/v1/{pattern}$"), verb, by_browser)


def _getter(kind: str) -> Verb:
    def retrieve(engine: Engine, params: Json, key: str) -> Json:
        return engine.get(key, kind)

    return retrieve


def _lister(kind: str, url: str, *known: str) -> Verb:
    def listed(engine: Engine, params: Json) -> Json:
        return lists.page(params, engine.store.all(kind), url, set(known))

    return listed


def _charge(engine: Engine, params: Json, key: str) -> Json:
    return lists.with_refunds(engine, engine.get(key, "charge"))


def _refunds_of(engine: Engine, params: Json, key: str) -> Json:
    return lists.page(params, engine.store.where("refund", "charge", key), f"/v1/charges/{key}/refunds")


ROUTES = (
    _route("POST", "payment_intents", intents.create),
    _route("GET", "payment_intents", _lister("payment_intent", "/v1/payment_intents", "customer")),
    _route("GET", "payment_intents/{id}", intents.retrieve, browser.retrieve_intent),
    _route("POST", "payment_intents/{id}", intents.update),
    _route("POST", "payment_intents/{id}/confirm", intents.confirm, browser.confirm_intent),
    _route("POST", "payment_intents/{id}/cancel", intents.cancel),
    _route("POST", "payment_intents/{id}/capture", intents.capture),
    _route("GET", "charges/{id}", _charge),
    _route("GET", "charges", _lister("charge", "/v1/charges", "payment_intent", "customer")),
    _route("GET", "charges/{id}/refunds", _refunds_of),
    _route("POST", "refunds", refunds.create),
    _route("GET", "refunds", _lister("refund", "/v1/refunds", "payment_intent", "charge")),
    _route("GET", "refunds/{id}", refunds.retrieve),
    _route("POST", "refunds/{id}", refunds.update),
    _route("POST", "checkout/sessions", sessions.create),
    _route(
        "GET", "checkout/sessions", _lister("checkout.session", "/v1/checkout/sessions", "payment_intent", "status")
    ),
    _route("GET", "checkout/sessions/{id}", sessions.retrieve),
    _route("POST", "checkout/sessions/{id}", sessions.update),
    _route("POST", "checkout/sessions/{id}/expire", sessions.expire),
    _route("GET", "checkout/sessions/{id}/line_items", lists.items_page),
    _route("POST", "shipping_rates", items.create_rate),
    _route("GET", "shipping_rates/{id}", _getter("shipping_rate")),
    _route("POST", "customers", customers.create),
    _route("GET", "customers/{id}", customers.retrieve),
    _route("POST", "payment_methods", methods.create, browser.create_method),
    _route("GET", "payment_methods/{id}", _getter("payment_method")),
    _route("GET", "payment_method_configurations", configurations.listed),
    _route("GET", "payment_method_configurations/{id}", configurations.retrieve),
    _route("GET", "events", _lister("event", "/v1/events", "type", "types")),
    _route("GET", "events/{id}", _getter("event")),
)


def find(method: str, path: str) -> tuple[Route, tuple[Any, ...]]:
    """The route and the ids in the path. Raises ApiError (404)."""
    for route in ROUTES:
        if route.method == method and (match := route.pattern.match(path)):
            return route, match.groups()
    raise ApiError(404, "invalid_request_error", f"Unrecognized request URL ({method}: {path}).")
