"""An order as it is shown: one shape for page, confirmation, mail and administration."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from shop import clock
from shop.delivery import dates, places
from shop.order import sockets
from shop.order.models import Line, Order, Parcel, ParcelLine, Reduction, State
from shop.order.sockets import Paid, Refunded

HOPS = {State.PLACED: 0, State.PREPARING: 1, State.PARTLY: 2, State.SHIPPED: 2, State.DELIVERED: 3}

# How a buyer is told of it, in a list.
WORDS = {
    State.PLACED: gettext_lazy("Ordered"),
    State.PREPARING: gettext_lazy("In preparation"),
    State.PARTLY: gettext_lazy("Partly on its way"),
    State.SHIPPED: gettext_lazy("On its way"),
    State.DELIVERED: pgettext_lazy("order", "Arrived"),
    State.CANCELLED: pgettext_lazy("order", "Cancelled"),
    State.REFUNDED: pgettext_lazy("order", "Refunded"),
}


@dataclass(frozen=True)
class SheetLine:
    """A line as sold; sums in cents with VAT. `url`: its product's page, empty when it is no longer shown."""

    id: int
    title: str
    variant: str
    sku: str
    language: str
    picture: str
    url: str
    quantity: int
    cancelled: int
    unit_price: int
    before: int
    total: int
    vat_rate: int
    cost: int

    @property
    def words(self) -> str:
        """ "A3, oak frame × 2"."""
        pieces = f"× {self.quantity}" if self.quantity > 1 else ""
        return " ".join(part for part in (self.variant, pieces) if part)


@dataclass(frozen=True)
class SheetParcel:
    """A parcel with its (line, pieces)."""

    parcel: Parcel
    lines: Sequence[tuple[SheetLine, int]]

    @property
    def state(self) -> str:
        return str(self.parcel.get_state_display())

    @property
    def when(self) -> str:
        """The day of its last step."""
        moment = self.parcel.delivered_at or self.parcel.shipped_at
        return dates.day_in_words(moment.astimezone(clock.zone()).date()) if moment else ""


@dataclass(frozen=True)
class Step:
    """One of the four states of the way."""

    name: str
    when: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Sheet:
    """All that is shown of an order, in the active language. Cents with VAT."""

    order: Order
    state: State
    lines: Sequence[SheetLine]
    reductions: Sequence[tuple[str, int]]  # (words, cents off the goods)
    parcels: Sequence[SheetParcel]
    vat: Sequence[tuple[int, int]]  # (rate in thousandths, tax), highest rate first
    address: Sequence[str]
    payments: Sequence[Paid]
    refunds: Sequence[Refunded]

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def before(self) -> int:
        """The goods before reductions."""
        return sum(line.before for line in self.lines)

    @property
    def goods(self) -> int:
        """The goods after reductions."""
        return sum(line.total for line in self.lines)

    @property
    def given_back(self) -> int:
        return sum(refund.amount for refund in self.refunds if refund.done)

    @property
    def margin(self) -> int:
        """Without VAT, of the goods: what came in less what they cost."""
        net = self.order.total - self.order.tax - self.net_delivery
        return net - sum(line.cost for line in self.lines)

    @property
    def net_delivery(self) -> int:
        return self.order.delivery - sum(tax for _rate, _gross, tax in self.order.delivery_shares)

    @property
    def is_pickup(self) -> bool:
        return bool(self.order.pickup_point)

    @property
    def is_over(self) -> bool:
        """Cancelled or wholly paid back: there is no way to show."""
        return self.state not in HOPS

    @property
    def hop(self) -> int:
        """How many of the three hops are done."""
        return HOPS.get(self.state, 0)

    @property
    def arrival(self) -> str:
        """The sentence of the days on which it is expected; empty once it is there, or when none was promised."""
        first, last = self.order.delivery_earliest, self.order.delivery_latest
        if self.is_over or self.state == State.DELIVERED or first is None or last is None:
            return ""
        return dates.arrival_in_words(first, last, pickup=self.is_pickup)

    @property
    def steps(self) -> list[Step]:
        """The four states with their days."""
        shipped = [each.parcel.shipped_at for each in self.parcels if each.parcel.shipped_at]
        arrived = [each.parcel.delivered_at for each in self.parcels if each.parcel.delivered_at]
        placed = self.order.date_placed.astimezone(clock.zone())
        last = _("At the pick-up point") if self.is_pickup else _("With you")
        expected = _span(self.order.delivery_earliest, self.order.delivery_latest)
        days = (
            (_("Ordered"), f"{dates.day_in_words(placed.date())}, {dates.hour_in_words(placed.time())}"),
            (_("In preparation"), ""),
            (_("Partly on its way") if self.state == State.PARTLY else _("On its way"), _day(shipped)),
            (last, _day(arrived) if self.state == State.DELIVERED else expected),
        )
        return [Step(name, when, at <= self.hop, at == self.hop) for at, (name, when) in enumerate(days)]


def sheet(order: Order) -> Sheet:
    """The sheet of an order, in the active language: see `sheets`."""
    return sheets([order])[order.pk]


def sheets(orders: Collection[Order]) -> dict[int, Sheet]:
    """Order id → its sheet, in the active language. Five statements and those of the sockets of money, however many."""
    ids = [order.pk for order in orders]
    rows: dict[int, list[Line]] = defaultdict(list)
    for row in Line.objects.filter(order__in=ids).select_related("product__parent").order_by("pk"):
        rows[row.order_id].append(row)
    reductions: dict[int, list[tuple[str, int]]] = defaultdict(list)
    taken = Reduction.objects.filter(order__in=ids).order_by("pk")
    for order_id, kind, label, amount in taken.values_list("order_id", "kind", "label", "amount"):
        # What made the delivery cheaper is in its price already.
        reductions[order_id].append((label, 0 if kind == "delivery" else amount))
    lines = {order_id: [_line(row) for row in of] for order_id, of in rows.items()}
    parcels = _parcels(ids, {line.id: line for of in lines.values() for line in of})
    payments, refunds = sockets.payments.ask(ids), sockets.refunds.ask(ids)
    return {
        order.pk: Sheet(
            order=order,
            state=State(order.status),
            lines=lines.get(order.pk, []),
            reductions=reductions[order.pk],
            parcels=parcels[order.pk],
            vat=vat_by_rate(order, lines_of=rows[order.pk]),
            address=address_lines(order),
            payments=payments[order.pk],
            refunds=refunds[order.pk],
        )
        for order in orders
    }


def vat_by_rate(order: Order, lines_of: Sequence[Line]) -> list[tuple[int, int]]:
    """(rate in thousandths, cents of VAT), highest rate first: the sum of the lines' and of the delivery's shares."""
    taxes: dict[int, int] = {}
    for line in lines_of:
        taxes[line.vat_rate] = taxes.get(line.vat_rate, 0) + line.tax
    for rate, _gross, tax in order.delivery_shares:
        taxes[rate] = taxes.get(rate, 0) + tax
    return sorted(taxes.items(), reverse=True)


def address_lines(order: Order) -> list[str]:
    """Where it goes, line by line; the country in the reader's language, at the end, unless it is the shop's own."""
    address = order.shipping_address
    if address is None:
        return []
    country = places.name(address.country_id, get_language() or "fr") if address.country_id != places.HOME else ""
    town = f"{address.postcode} {address.line4}".strip()
    return [text for text in (address.name, address.line1, address.line2, town, country) if text]


def _line(row: Line) -> SheetLine:
    product = row.product
    shown = product is not None and product.is_public and (product.parent is None or product.parent.is_public)
    return SheetLine(
        id=row.pk,
        title=row.title,
        variant=row.variant,
        sku=row.partner_sku,
        language=row.language,
        picture=row.picture,
        url=product.get_absolute_url() if product is not None and shown else "",
        quantity=row.quantity,
        cancelled=row.cancelled,
        unit_price=row.unit_price,
        before=row.before,
        total=row.total,
        vat_rate=row.vat_rate,
        cost=row.cost,
    )


def _parcels(orders: Collection[int], lines: Mapping[int, SheetLine]) -> Mapping[int, list[SheetParcel]]:
    """Order id → its parcels with what lies in them; one statement where there are none yet."""
    found: dict[int, list[SheetParcel]] = defaultdict(list)
    parcels = list(Parcel.objects.filter(order__in=orders).exclude(state=Parcel.State.CANCELLED).order_by("number"))
    if not parcels:
        return found
    packed: dict[int, list[tuple[SheetLine, int]]] = defaultdict(list)
    rows = ParcelLine.objects.filter(parcel__in=parcels).order_by("pk").values_list("parcel_id", "line_id", "quantity")
    for parcel_id, line_id, quantity in rows:
        packed[parcel_id].append((lines[line_id], quantity))
    for parcel in parcels:
        found[parcel.order_id].append(SheetParcel(parcel, packed[parcel.pk]))
    return found


def _day(moments: Sequence[datetime]) -> str:
    return dates.day_in_words(max(moments).astimezone(clock.zone()).date()) if moments else ""


def _span(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    if first == last:
        return dates.day_in_words(last)
    same = (first.year, first.month) == (last.year, last.month)
    words = {"first": dates.day_in_words(first, month=not same), "last": dates.day_in_words(last)}
    return _("%(first)s to %(last)s") % words
