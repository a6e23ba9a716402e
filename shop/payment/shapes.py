"""What is handed to the hosted page of Stripe, and what comes back from it."""

from dataclasses import dataclass
from datetime import date

from shop.delivery.addresses import Address


@dataclass(frozen=True)
class Item:
    """A line of the basket: `total` cents with VAT for the whole quantity, after all reductions."""

    name: str
    quantity: int
    total: int
    details: str = ""
    picture: str = ""  # an absolute address that Stripe can reach, or none


@dataclass(frozen=True)
class Rate:
    """A delivery to choose: `price` in cents with VAT, days from and to which it arrives."""

    code: str
    name: str
    price: int
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class SessionFacts:
    """What a person told the hosted page. `rate` is the code of the delivery chosen, empty where none was offered."""

    email: str
    name: str
    phone: str
    address: Address | None
    rate: str
