"""Payments as the tests of this room begin them."""

from datetime import timedelta
from typing import Any

from shop import clock
from shop.payment import services
from shop.payment.models import Payment
from shop.payment.shapes import Item, Rate
from tests.emulator import Stripe

ITEMS = (Item("Mug Vagues", 2, 3800), Item("Affiche Phare", 1, 3400))
RATES = (Rate("home", "À domicile", 490), Rate("point", "Point relais", 350))
NANTES = {"line1": "1 rue des Vagues", "postal_code": "44000", "city": "Nantes", "country": "FR"}


def card(reference: str = "R1", amount: int = 6700) -> Payment:
    """A payment by card form."""
    return services.begin_card(
        reference=reference, amount=amount, email="ada@example.org", language="fr", description="Ricochet R1"
    )


def hosted(reference: str = "S1", **more: Any) -> Payment:
    """A hosted page over two mugs and a poster (72 €)."""
    given: dict[str, Any] = {
        "items": ITEMS,
        "rates": RATES,
        "countries": ["FR", "BE"],
        "email": "",
        "language": "fr",
        "success_url": "http://localhost/done",
        "cancel_url": "http://localhost/basket",
        "expires_at": clock.now() + timedelta(minutes=31),
    }
    return services.begin_session(reference=reference, **given | more)


def paid(stripe: Stripe, reference: str = "R1", amount: int = 6700, by: str = "pm_card_visa") -> Payment:
    """A payment that is paid, and known to be."""
    payment = card(reference, amount)
    stripe.pay(payment.intent_id, by)
    return services.look(payment)


def rate_id(stripe: Stripe, code: str) -> str:
    """The id of the shipping rate that Stripe made of one of ours."""
    return next(rate["id"] for rate in stripe.all("shipping_rate") if rate["metadata"]["code"] == code)
