"""What an order comes to: one arithmetic for the page, the pending order and the order.

Prices hold VAT. Reductions make lines cheaper before VAT; the VAT of a line is computed once, from its reduced total,
half up; delivery is parted over the rates of the goods by what they come to (design: money).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shop.cart.reckoning import Reckoning
from shop.cents import split, tax_within
from shop.order.drafts import DraftDelivery, DraftLine, DraftReduction

STANDARD = 200


@dataclass(frozen=True)
class Delivery:
    """A way of delivery as chosen: price in cents with VAT, as the shopper pays it."""

    code: str
    name: str
    price: int
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class Reduced:
    """What a reductions plug takes off the goods, in cents."""

    kind: str
    label: str
    amount: int


@dataclass(frozen=True)
class Sums:
    """Everything a shopper is shown and charged. Cents with VAT; `due` is what the card pays."""

    lines: tuple[DraftLine, ...]
    reductions: tuple[DraftReduction, ...]
    delivery: DraftDelivery
    other_means: int = 0

    @property
    def before(self) -> int:
        """The goods before any reduction."""
        return sum(line.unit_price * line.quantity for line in self.lines)

    @property
    def goods(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def total(self) -> int:
        return self.goods + self.delivery.price

    @property
    def due(self) -> int:
        return self.total - self.other_means

    @property
    def vat(self) -> list[tuple[int, int]]:
        """(rate in thousandths, tax in cents), highest rate first; their sum is the tax of the order."""
        taxes: dict[int, int] = {}
        for line in self.lines:
            taxes[line.vat_rate] = taxes.get(line.vat_rate, 0) + line.tax
        for rate, _gross, tax in self.delivery.shares:
            taxes[rate] = taxes.get(rate, 0) + tax
        return sorted(taxes.items(), reverse=True)

    @property
    def tax(self) -> int:
        return sum(tax for _rate, tax in self.vat)


def sum_up(
    reckoning: Reckoning, *, delivery: Delivery, rates: Mapping[str, int], reduced: Sequence[Reduced] = ()
) -> Sums:
    """Lines, VAT and delivery of a reckoned basket. `rates`: VAT class to thousandths, of the destination.

    Further reductions are parted over the lines by what they cost; together never more than the goods.
    """
    totals = [line.total for line in reckoning.lines]
    taken: list[Reduced] = []
    for one in reduced:
        amount = max(0, min(one.amount, sum(totals)))
        totals = [total - part for total, part in zip(totals, split(amount, totals), strict=True)]
        if amount:
            taken.append(Reduced(one.kind, one.label, amount))
    lines = []
    for line, total in zip(reckoning.lines, totals, strict=True):
        rate = rates.get(line.vat_class, STANDARD)
        lines.append(
            DraftLine(
                variant_id=line.variant_id,
                stockrecord_id=line.stockrecord_id,
                quantity=line.quantity,
                unit_price=line.unit_price,
                total=total,
                tax=tax_within(total, rate),
                vat_rate=rate,
                unit_cost=line.unit_cost,
                title=line.title,
                variant=line.variant,
                sku=line.sku,
                picture=line.picture,
            )
        )
    reductions = [
        DraftReduction("promotion", one.name, one.amount, one.offer_id, one.voucher_id, one.code)
        for one in reckoning.applied
    ]
    reductions += [DraftReduction(one.kind, one.label, one.amount) for one in taken]
    way = replace(delivery, price=delivery_price(reckoning, delivery.price))
    return Sums(tuple(lines), tuple(reductions), parted(way, lines))


def delivery_price(reckoning: Reckoning, price: int) -> int:
    """What a way of delivery costs this basket: promotions that take a part off it, in their order.

    Free delivery by promotion is in `price` already: only the ways that allow it are made free.
    """
    for applied in reckoning.applied:
        if not applied.free_delivery:
            price = applied.delivery_after(price)
    return price


def parted(chosen: Delivery, lines: Sequence[DraftLine]) -> DraftDelivery:
    """Delivery with its cost parted over the rates of the goods; goods that cost nothing share alike.

    Without goods nothing is delivered and nothing paid for it: all that was in the basket may have gone meanwhile.
    """
    if not lines:
        return DraftDelivery(chosen.code, chosen.name, 0, ())
    gross: dict[int, int] = {}
    for line in lines:
        gross[line.vat_rate] = gross.get(line.vat_rate, 0) + line.total
    rates = sorted(gross, reverse=True)
    parts = split(chosen.price, [gross[rate] for rate in rates])
    return DraftDelivery(
        code=chosen.code,
        name=chosen.name,
        price=chosen.price,
        shares=tuple((rate, part, tax_within(part, rate)) for rate, part in zip(rates, parts, strict=True) if part),
        earliest=chosen.earliest.isoformat() if chosen.earliest else "",
        latest=chosen.latest.isoformat() if chosen.latest else "",
    )
