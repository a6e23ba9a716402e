"""What a basket comes to, in cents with VAT: the shape that page, checkout and tests read."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One line as it would be sold now. Sums in cents with VAT, cost in cents without, rate in thousandths.

    `total` is `quantity * unit_price - discount`, never below nought.
    """

    line_id: int
    variant_id: int
    product_id: int  # what is liked and reviewed: the parent, or the variant itself where there is no choice
    stockrecord_id: int
    quantity: int
    unit_price: int
    discount: int
    total: int
    vat_class: str
    unit_cost: int
    weight: int  # grams, of one
    title: str
    variant: str  # "A3, oak frame"; empty without a choice
    sku: str
    picture: str  # address of the picture, as order and mail keep it
    url: str


@dataclass(frozen=True)
class Applied:
    """A promotion that made the basket cheaper, or its delivery. `amount` in cents, of the goods only.

    `times`: how often it applied (three for two, twice). `delivery` says what it does to the price of delivery:
    "percent" off it, "off" so many cents, or a "price" in cents; with the figure in `delivery_value`.
    """

    offer_id: int
    name: str
    amount: int
    code: str = ""
    voucher_id: int | None = None
    free_delivery: bool = False
    times: int = 1
    delivery: str = ""
    delivery_value: int = 0

    def delivery_after(self, price: int) -> int:
        """The price of a delivery (cents) once this promotion has applied: never below nought, never more."""
        if self.free_delivery:
            return 0
        if self.delivery == "percent":
            # In hundredths of a per cent; the cent that is left over is the shopper's.
            return price - -(-price * min(self.delivery_value, 10_000) // 10_000)
        if self.delivery == "off":
            return max(0, price - self.delivery_value)
        if self.delivery == "price":
            return min(price, self.delivery_value)
        return price


@dataclass(frozen=True)
class Problem:
    """Why a line cannot be sold as it stands, in words for the shopper."""

    line_id: int
    kind: str  # "gone", "fewer", "withdrawn"
    sentence: str
    left: int = 0


@dataclass(frozen=True)
class Reckoning:
    """A basket's lines, what made them cheaper, and what they come to. Delivery and means of payment come later."""

    lines: tuple[Line, ...] = ()
    applied: tuple[Applied, ...] = ()
    problems: tuple[Problem, ...] = ()
    codes: tuple[str, ...] = ()  # codes in the basket, also those that change nothing
    notes: tuple[str, ...] = field(default=())  # what the shopper should know: "this code ended on …"
    absent: tuple[Line, ...] = ()  # lines that cannot be sold at all (gone, withdrawn): in no sum, each has a problem

    @property
    def goods(self) -> int:
        """What the goods come to after promotions."""
        return sum(line.total for line in self.lines)

    @property
    def discount(self) -> int:
        return sum(line.discount for line in self.lines)

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def weight(self) -> int:
        """Grams."""
        return sum(line.weight * line.quantity for line in self.lines)

    @property
    def before(self) -> int:
        """What the goods come to before promotions."""
        return sum(line.quantity * line.unit_price for line in self.lines)

    @property
    def has_free_delivery(self) -> bool:
        return any(applied.free_delivery for applied in self.applied)

    def delivery_price(self, price: int) -> int:
        """What a delivery of this price costs this basket: promotions on it apply in their order."""
        for applied in self.applied:
            price = applied.delivery_after(price)
        return price
