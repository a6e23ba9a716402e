"""Payment method configurations: which means of payment are switched on, as Stripe's dashboard keeps them."""

from demo.emulator import lists
from demo.emulator.engine import Engine
from demo.emulator.errors import Json, invalid, no_such

KEY = "pmc_1Emulator"
# In the order of Stripe's own object; only the first group can be paid with here.
ON = ("apple_pay", "card", "cartes_bancaires", "google_pay", "link", "paypal")
OFF = (
    *("alipay", "alma", "amazon_pay", "bancontact", "billie", "blik", "eps", "ideal", "jcb", "klarna", "mb_way"),
    *("mobilepay", "multibanco", "p24", "revolut_pay", "satispay", "sepa_debit", "sofort", "twint", "wechat_pay"),
)
URL = "/v1/payment_method_configurations"


def listed(engine: Engine, params: Json) -> Json:
    """GET /v1/payment_method_configurations: there is one."""
    return lists.page(params, [shown(engine)], URL, {"application"})


def retrieve(engine: Engine, params: Json, key: str) -> Json:
    if key != KEY:
        raise no_such("payment_method_configuration", key)
    return shown(engine)


def switch(engine: Engine, on: list[str]) -> Json:
    """What somebody ticks in the dashboard: exactly these. Raises ApiError for a name that is none."""
    for name in on:
        if name not in ON + OFF:
            raise invalid(f"No such payment method: {name}", param="on")
    with engine.store.writing():
        engine.store.set("methods", ",".join(on))
    return shown(engine)


def shown(engine: Engine) -> Json:
    on = engine.store.setting("methods", ",".join(ON)).split(",")
    return {
        "id": KEY,
        "object": "payment_method_configuration",
        "active": True,
        "application": None,
        "is_default": True,
        "livemode": False,
        "name": "Default",
        "parent": None,
        **{name: _method(name in on) for name in sorted(ON + OFF)},
    }


def _method(is_on: bool) -> Json:
    word = "on" if is_on else "off"
    return {"available": is_on, "display_preference": {"overridable": None, "preference": word, "value": word}}
