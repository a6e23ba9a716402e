"""An order about to be written: everything frozen, nothing looked up again."""

from dataclasses import dataclass
from datetime import datetime

from shop.delivery.addresses import Address


@dataclass(frozen=True)
class DraftLine:
    """One line as sold. Cents with VAT after all reductions (`total`); cost without VAT; rate in thousandths."""

    variant_id: int
    stockrecord_id: int
    quantity: int
    unit_price: int
    total: int
    tax: int
    vat_rate: int
    unit_cost: int
    title: str
    variant: str
    sku: str
    picture: str


@dataclass(frozen=True)
class DraftReduction:
    """What made the order cheaper before VAT: a promotion, a code, points. `kind` names who gave it."""

    kind: str  # "promotion", "delivery", or the name of a reductions plug ("points")
    label: str
    amount: int
    offer_id: int | None = None
    voucher_id: int | None = None
    code: str = ""


@dataclass(frozen=True)
class DraftDelivery:
    """How it travels and what that costs: cents with VAT; `shares` parts cost and tax over the rates of the goods."""

    code: str
    name: str
    price: int
    shares: tuple[tuple[int, int, int], ...]  # (rate in thousandths, cents with VAT, tax within)
    earliest: str = ""  # ISO days, as promised
    latest: str = ""


@dataclass(frozen=True)
class Draft:
    """An order to be written. `reference` is unique: the same one twice is the same order."""

    reference: str
    person_id: int
    email: str
    language: str
    address: Address
    lines: tuple[DraftLine, ...]
    delivery: DraftDelivery
    reductions: tuple[DraftReduction, ...] = ()
    other_means: int = 0  # cents paid by gift voucher and the like; the rest of the total is the card's
    basket_id: int | None = None
    user_id: int | None = None
    touch: str = ""
    channel: str = "web"
    placed_at: datetime | None = None  # now, unless the demo writes history

    @property
    def total(self) -> int:
        """With VAT and delivery, before means of payment."""
        return sum(line.total for line in self.lines) + self.delivery.price

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines) + sum(tax for _rate, _gross, tax in self.delivery.shares)
