"""What Stripe is told. Typed by stripe-python's own dictionaries, so that mypy reads every call."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from shop import clock
from shop.delivery.addresses import Address
from shop.payment.shapes import Item, Rate

if TYPE_CHECKING:
    from stripe.params import (
        PaymentIntentCancelParams,
        PaymentIntentCreateParams,
        PaymentIntentUpdateParams,
        RefundCreateParams,
    )
    from stripe.params.checkout import (
        SessionCreateParams,
        SessionCreateParamsLineItem,
        SessionCreateParamsShippingOption,
    )

# Stripe's limits.
MOST_LINES, MOST_RATES, LONGEST_NAME, LONGEST_RATE = 100, 5, 250, 100
CURRENCY = "eur"


def intent(reference: str, amount: int, description: str) -> "PaymentIntentCreateParams":
    """A PaymentIntent. No receipt_email, no customer: mails and persons are the shop's own."""
    return {
        "amount": amount,
        "currency": CURRENCY,
        "automatic_payment_methods": {"enabled": True},
        "description": description[:1000],
        "metadata": {"reference": reference},
    }


def amount(cents: int) -> "PaymentIntentUpdateParams":
    return {"amount": cents}


def cancellation() -> "PaymentIntentCancelParams":
    return {"cancellation_reason": "abandoned"}


def refund(intent_id: str, cents: int, key: str, reference: str) -> "RefundCreateParams":
    return {"payment_intent": intent_id, "amount": cents, "metadata": {"key": key, "reference": reference}}


def session(
    *,
    reference: str,
    items: Sequence[Item],
    rates: Sequence[Rate],
    countries: Sequence[str],
    email: str,
    language: str,
    success_url: str,
    cancel_url: str,
    expires_at: datetime,
    address: Address | None = None,
) -> "SessionCreateParams":
    """A hosted page over these lines. It asks for address and telephone unless `address` is given."""
    given: SessionCreateParams = {
        "mode": "payment",
        "line_items": lines(items),
        "client_reference_id": reference,
        "metadata": {"reference": reference},
        "payment_intent_data": {"metadata": {"reference": reference}},
        "locale": "fr" if language == "fr" else "en",
        "success_url": success_url,
        "cancel_url": cancel_url,
        "expires_at": int(expires_at.timestamp()),
        # A person exists here, not at Stripe; and what is paid is what is shown, in euros.
        "customer_creation": "if_required",
        "adaptive_pricing": {"enabled": False},
        "submit_type": "pay",
    }
    if email:
        given["customer_email"] = email
    if rates:
        given["shipping_options"] = [_rate(rate) for rate in rates[:MOST_RATES]]
    if address is None:
        given["shipping_address_collection"] = {"allowed_countries": cast("Any", sorted(countries))}
        given["phone_number_collection"] = {"enabled": True}
    else:
        given["payment_intent_data"]["shipping"] = {
            "name": address.name,
            "phone": address.phone,
            "address": {
                "line1": address.line1,
                "line2": address.line2,
                "postal_code": address.postcode,
                "city": address.city,
                "country": address.country,
            },
        }
    return given


def lines(items: Sequence[Item]) -> "list[SessionCreateParamsLineItem]":
    """One line an item; what goes beyond Stripe's hundred is one last line. Nothing is lost, to the cent."""
    if len(items) > MOST_LINES:
        rest = items[MOST_LINES - 1 :]
        last = Item(name=f"+ {len(rest)}", quantity=1, total=sum(item.total for item in rest))
        items = [*items[: MOST_LINES - 1], last]
    return [_line(item) for item in items]


def _line(item: Item) -> "SessionCreateParamsLineItem":
    """Stripe multiplies: a total that cannot be divided by its quantity is one thing with the quantity in its name."""
    each, remainder = divmod(item.total, item.quantity)
    name, quantity = (f"{item.quantity} × {item.name}", 1) if remainder else (item.name, item.quantity)
    made: SessionCreateParamsLineItem = {
        "price_data": {
            "currency": CURRENCY,
            "unit_amount": item.total if remainder else each,
            "product_data": {"name": name[:LONGEST_NAME]},
        },
        "quantity": quantity,
    }
    if item.details:
        made["price_data"]["product_data"]["description"] = item.details[:LONGEST_NAME]
    if item.picture:
        made["price_data"]["product_data"]["images"] = [item.picture]
    return made


def _rate(rate: Rate) -> "SessionCreateParamsShippingOption":
    made: SessionCreateParamsShippingOption = {
        "shipping_rate_data": {
            "type": "fixed_amount",
            "display_name": rate.name[:LONGEST_RATE],
            "fixed_amount": {"amount": rate.price, "currency": CURRENCY},
            "metadata": {"code": rate.code},
        }
    }
    if rate.earliest and rate.latest:
        made["shipping_rate_data"]["delivery_estimate"] = {
            "minimum": {"unit": "day", "value": _days(rate.earliest)},
            "maximum": {"unit": "day", "value": _days(rate.latest)},
        }
    return made


def _days(day: date) -> int:
    """Stripe wants numbers of days from now, one at least."""
    return max(1, (day - clock.today()).days)
