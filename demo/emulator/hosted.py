"""The hosted page of a Checkout Session: e-mail, address, delivery, card or wallet, in French or English."""

from dataclasses import dataclass, field
from typing import Any

from babel import Locale

from demo.emulator import intents, sessions, words
from demo.emulator.engine import Engine
from demo.emulator.errors import ApiError, Declined, Json
from demo.emulator.paper import Page, Visit, go, origin, write

# Who pays with the test wallet.
WALLET = {
    "email": "ada@exemple.fr",
    "name": "Ada Lovelace",
    "phone": "+33240000000",
    "line1": "12 rue des Cordeliers",
    "line2": "",
    "postal_code": "44000",
    "city": "Nantes",
    "country": "FR",
}
CARD_ERRORS = {
    "number": ("number", "incorrect_number"),
    "exp_month": ("expiry", "invalid_expiry"),
    "exp_year": ("expiry", "invalid_expiry"),
    "cvc": ("cvc", "invalid_cvc"),
}


@dataclass
class State:
    """One showing of the page: what was typed, what is wrong with it, what the bank said."""

    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    refusal: str = ""


def show(engine: Engine, visit: Visit, key: str) -> Page:
    return _page(engine, visit, engine.get(key, "checkout.session"), State())


def come_back(engine: Engine, visit: Visit, key: str) -> Page:
    """After the bank's page: on to the shop, or here again with what the bank said."""
    session = engine.get(key, "checkout.session")
    state = State()
    if (intent := engine.store.private(key).get("intent")) and session["status"] == "open":
        error = engine.get(intent, "payment_intent")["last_payment_error"]
        state.refusal = words.refusal(error, _language(visit, session)) if error else ""
    return _page(engine, visit, session, state)


def pay(engine: Engine, visit: Visit, key: str) -> Page:
    """The form, sent: everything is checked again here, and the sum counted again."""
    session = engine.get(key, "checkout.session")
    typed = visit.form
    if "wallet" in typed:
        typed = WALLET | {name: value for name, value in typed.items() if value}
    state = State(typed, _errors(session, typed, words.of(_language(visit, session))))
    if session["status"] != "open" or state.errors:
        return _page(engine, visit, session, state)
    try:
        with engine.store.writing():
            session = sessions.collect(engine, engine.get(key, "checkout.session"), _collected(typed))
            intent = sessions.pay(engine, session, _means(engine, typed))
    except Declined as refusal:
        state.refusal = words.refusal(refusal.error, _language(visit, session))
        return _page(engine, visit, engine.get(key, "checkout.session"), state)
    except ApiError as refusal:
        name, word = CARD_ERRORS.get(refusal.error.get("param", ""), ("", ""))
        if not name:
            raise
        state.errors[name] = words.of(_language(visit, session))[word]
        return _page(engine, visit, session, state)
    if intent["status"] == "requires_action":
        return go(str(intent["next_action"]["redirect_to_url"]["url"]))
    return _page(engine, visit, engine.get(key, "checkout.session"), state)


def _means(engine: Engine, typed: dict[str, str]) -> Json:
    """How it is paid: the wallet's method, or the card that was typed."""
    billing = {"email": typed.get("email", ""), "name": typed.get("name", "")}
    if "wallet" in typed:
        return {"payment_method": intents.of_wallet(engine, {"billing_details": billing})["id"]}
    digits = "".join(sign for sign in typed.get("expiry", "") if sign.isdigit())
    card = {
        "number": typed.get("number", ""),
        "exp_month": digits[:2],
        "exp_year": digits[2:],
        "cvc": typed.get("cvc", ""),
    }
    return {"payment_method_data": {"type": "card", "card": card, "billing_details": billing}}


def _collected(typed: dict[str, str]) -> Json:
    address = {name: typed.get(name, "") for name in ("line1", "line2", "postal_code", "city", "country")}
    given: Json = {name: typed[name] for name in ("email", "name", "phone", "shipping_rate") if typed.get(name)}
    return given | {"address": address}


def _errors(session: Json, typed: dict[str, str], w: dict[str, str]) -> dict[str, str]:
    """What is wrong, by field. The card is judged when it is asked."""
    errors = {}
    before, _, after = typed.get("email", "").partition("@")
    if not before or "." not in after.strip("."):
        errors["email"] = w["wrong_email"]
    needed = ["name", "line1", "postal_code", "city"] if session["shipping_address_collection"] else []
    needed += ["phone"] if session["phone_number_collection"]["enabled"] else []
    if "wallet" not in typed and session["amount_total"]:
        needed += ["number", "expiry", "cvc"]
    errors |= {name: w["wrong_missing"] for name in needed if not typed.get(name)}
    wanted = session["shipping_address_collection"]
    if wanted and typed.get("country") not in wanted["allowed_countries"]:
        errors["country"] = w["wrong_country"]
    if _asks_terms(session) and "terms" not in typed:
        errors["terms"] = w["wrong_terms"]
    return errors


def _asks_terms(session: Json) -> bool:
    return bool(session["consent_collection"] and session["consent_collection"]["terms_of_service"] == "required")


def _language(visit: Visit, session: Json) -> str:
    return words.choose(session["locale"], visit.languages)


def _page(engine: Engine, visit: Visit, session: Json, state: State) -> Page:
    """The page as it stands; a session that is paid leads on to the shop."""
    language = _language(visit, session)
    w = words.of(language)
    if session["status"] == "complete":
        return go(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))
    if session["status"] == "expired":
        return write("said.html", language, title=w["gone_title"], text=w["gone"], back=session["cancel_url"])
    typed = {"email": session["customer_email"] or "", "country": ""} | state.typed
    shown: dict[str, Any] = {**_sums(session, typed, engine, language), **_fields(session, typed, state.errors, w)}
    status = 422 if state.errors else 402 if state.refusal else 200
    return write(
        "checkout.html",
        language,
        status=status,
        forms_to=origin(session["success_url"]),
        title=w["pay_title"],
        cancel_url=session["cancel_url"],
        refusal=state.refusal or (w["wrong"] if state.errors else ""),
        is_free=session["amount_total"] == 0,
        lines=_lines(engine, session, language),
        rates=_rates(engine, session, typed, language),
        countries=_countries(session, typed, language),
        country_error=state.errors.get("country", ""),
        terms=_asks_terms(session),
        terms_error=state.errors.get("terms", ""),
        note=(session["custom_text"]["submit"] or {}).get("message", ""),
        **shown,
    )


def _lines(engine: Engine, session: Json, language: str) -> list[Json]:
    return [
        {
            "name": item["description"],
            "more": item["_page"]["more"] or "",
            "image": (item["_page"]["images"] or [""])[0],
            "quantity": str(item["quantity"]),
            "total": words.money(item["amount_total"], item["currency"], language),
        }
        for item in engine.store.private(session["id"])["items"]
    ]


def _chosen_rate(session: Json, typed: dict[str, str]) -> str:
    offered = [option["shipping_rate"] for option in session["shipping_options"]]
    wanted = typed.get("shipping_rate") or (session["shipping_cost"] or {}).get("shipping_rate")
    return str(wanted if wanted in offered else offered[0])


def _sums(session: Json, typed: dict[str, str], engine: Engine, language: str) -> dict[str, str]:
    cost = 0
    if session["shipping_options"]:
        cost = engine.get(_chosen_rate(session, typed), "shipping_rate")["fixed_amount"]["amount"]
    money = {"subtotal": session["amount_subtotal"], "total": session["amount_subtotal"] + cost}
    shown = {name: words.money(cents, session["currency"], language) for name, cents in money.items()}
    return shown | {"cost": _cost(cost, session["currency"], language)}


def _cost(cents: int, currency: str, language: str) -> str:
    return words.money(cents, currency, language) if cents else words.of(language)["free"]


def _rates(engine: Engine, session: Json, typed: dict[str, str], language: str) -> list[Json]:
    rates = sessions.rates_of(engine, session)
    chosen = _chosen_rate(session, typed) if rates else ""
    return [
        {
            "id": rate["id"],
            "name": rate["display_name"],
            "when": words.estimate(rate["delivery_estimate"], language),
            "cost": _cost(rate["fixed_amount"]["amount"], session["currency"], language),
            "total": words.money(
                session["amount_subtotal"] + rate["fixed_amount"]["amount"], session["currency"], language
            ),
            "chosen": rate["id"] == chosen,
        }
        for rate in rates
    ]


def _countries(session: Json, typed: dict[str, str], language: str) -> list[Json]:
    wanted = session["shipping_address_collection"]
    names = Locale(language).territories
    codes = wanted["allowed_countries"] if wanted else []
    return [{"code": code, "name": names.get(code, code), "chosen": code == typed["country"]} for code in codes]


def _fields(session: Json, typed: dict[str, str], errors: dict[str, str], w: dict[str, str]) -> dict[str, list[Json]]:
    def one(name: str, auto: str, label: str = "", **more: Any) -> Json:
        # Of a card nothing is written back into a page.
        value = "" if name in ("number", "expiry", "cvc") else typed.get(name, "")
        known = {
            "name": name,
            "label": w[label or name],
            "type": "text",
            "auto": auto,
            "value": value,
            "required": True,
        }
        return known | {"error": errors.get(name, "")} | more

    you = [one("email", "email", type="email", mode="email")]
    if session["phone_number_collection"]["enabled"]:
        you.append(one("phone", "tel", type="tel", mode="tel"))
    where = [
        one("name", "name"),
        one("line1", "address-line1"),
        one("line2", "address-line2", more=w["optional"], required=False),
    ]
    town = [one("postal_code", "postal-code"), one("city", "address-level2")]
    card = [
        one("number", "cc-number", "card_number", mode="numeric", hint="1234 1234 1234 1234"),
        one("expiry", "cc-exp", mode="numeric", hint=w["expiry_hint"]),
        one("cvc", "cc-csc", mode="numeric", hint="CVC"),
    ]
    return {"you": you, "where": where, "town": town, "card": card}
