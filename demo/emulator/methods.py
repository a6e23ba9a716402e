"""Payment methods: made from a test card's name on a server, from typed card data only in the emulator's own frames."""

from datetime import UTC, datetime

from demo.emulator import cards, fields
from demo.emulator.engine import Engine
from demo.emulator.errors import ApiError, Json, invalid

WALLETS = ("apple_pay", "google_pay", "link")


def create(engine: Engine, params: Json) -> Json:
    """POST /v1/payment_methods: with a publishable key, as v3.js does."""
    fields.only(params, {"type", "card", "billing_details", "metadata", "allow_redisplay"})
    return from_data(engine, params, typed=False)


def from_data(engine: Engine, data: Json, *, typed: bool) -> Json:
    """A payment method from `payment_method_data`. Raw numbers only where `typed`: in the emulator's own frame."""
    if fields.choice(data, "type", ("card",), "card") and not (card := fields.group(data, "card")):
        raise invalid("Card data are missing.", code="parameter_missing", param="card")
    if "number" not in card:
        return named(engine, "pm_card_" + fields.needed(card, "token").removeprefix("tok_"), data)
    if not typed:
        raise invalid("Card numbers do not pass through a shop's server: use the card fields of v3.js.", param="card")
    number = "".join(fields.needed(card, "number").split())
    found = cards.find(number)
    if found is None:
        raise refused("incorrect_number", "number")
    month, year = fields.number(card, "exp_month") or 0, fields.number(card, "exp_year") or 0
    check_expiry(engine, month, year)
    cvc = fields.text(card, "cvc") or ""
    if not cvc.isascii() or not cvc.isdigit() or len(cvc) != (4 if found.brand == "amex" else 3):
        raise refused("invalid_cvc", "cvc")
    return build(engine, found, month, year, data, cvc=True)


def check_expiry(engine: Engine, month: int, year: int) -> None:
    """Raises ApiError (402) when the card's last month lies behind the emulator's clock."""
    year += 2000 if year < 100 else 0
    if not 1 <= month <= 12:
        raise refused("invalid_expiry_month", "exp_month")
    this_year, this_month = _year_and_month(engine.now())
    if (year, month) < (this_year, this_month) or year > this_year + 50:
        raise refused("invalid_expiry_year", "exp_year")


def refused(code: str, param: str) -> ApiError:
    """402: the card cannot be one."""
    return ApiError(402, "card_error", cards.MESSAGES[code], code=code, param=param)


def named(engine: Engine, name: str, data: Json | None = None) -> Json:
    """A new payment method of a test card (`pm_card_visa`), or the stored one with this id. Raises ApiError."""
    card = cards.BY_NAME.get(name)
    if card is None:
        return engine.get(name, "payment_method", "payment_method")
    return build(engine, card, 12, _year_and_month(engine.now())[0] + 3, data or {}, cvc=True)


def of_wallet(engine: Engine, wallet: str, data: Json) -> Json:
    """What the wallet button pays with: a good card behind a wallet."""
    card = cards.BY_NAME["pm_card_visa"]
    return build(engine, card, 12, _year_and_month(engine.now())[0] + 3, data, cvc=False, wallet=wallet)


def build(
    engine: Engine, card: cards.Card, month: int, year: int, data: Json, *, cvc: bool, wallet: str | None = None
) -> Json:
    billing = fields.billing(data)
    year += 2000 if year < 100 else 0
    shown = cards.details(
        card, month, year, cvc=cvc, postal_code=bool(billing["address"]["postal_code"]), wallet=wallet
    )
    method: Json = {
        "id": engine.new_id("pm_1"),
        "object": "payment_method",
        "allow_redisplay": fields.text(data, "allow_redisplay", "unspecified"),
        "billing_details": billing,
        "card": shown,
        "created": engine.now(),
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": fields.metadata(data),
        "type": "card",
    }
    # The full number is not kept, though it is nobody's: only which test card it was.
    known = card.number if card.number in cards.BY_NUMBER else "4000000000000002"
    return engine.store.put(method, card=known)


def card_of(engine: Engine, method: Json) -> cards.Card:
    """The test card behind a payment method."""
    return cards.BY_NUMBER[engine.store.private(method["id"])["card"]]


def _year_and_month(seconds: int) -> tuple[int, int]:
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.year, moment.month
