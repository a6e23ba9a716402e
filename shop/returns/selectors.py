"""What is known of an order's refunds, and what is left of it to refund."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from shop.order import selectors as orders
from shop.order.models import Line, Order
from shop.payment.models import Payment
from shop.payment.models.payments import CARD
from shop.returns.models import LineRefunded, PaymentRefunded, ReductionReturned, Refund
from shop.returns.shares import Bought, Source

# What makes an order cheaper and is nobody's to give back: promotions and codes end with the sale.
OWN_REDUCTIONS = ("promotion", "delivery")


@dataclass(frozen=True)
class LineStanding:
    """An order line with what went back of it, and how many of its pieces have not left yet."""

    line: Line
    bought: Bought
    unsent: int


@dataclass(frozen=True)
class ReductionStanding:
    """A reduction that a plug gave, in cents, and what of it was given back."""

    name: str
    label: str
    total: int
    returned: int


@dataclass(frozen=True)
class Standing:
    """An order as refunds see it. Delivery as one `Bought` a rate; payments with what they have left, oldest first."""

    order: Order
    lines: tuple[LineStanding, ...]
    delivery: tuple[Bought, ...]
    sources: tuple[Source[Payment], ...]
    reductions: tuple[ReductionStanding, ...]

    @property
    def goods_left(self) -> int:
        """Cents of the goods that have not gone back."""
        return sum(one.bought.left for one in self.lines)

    @property
    def delivery_left(self) -> int:
        """Cents of the delivery that have not gone back."""
        return sum(one.left for one in self.delivery)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left: neither money nor pieces."""
        return not self.delivery_left and all(one.bought.is_over for one in self.lines)


def standing(order: Order) -> Standing:
    """What was bought and paid, and what went back. Nine statements, whatever the number of lines and refunds."""
    return Standing(order, _lines(order), _delivery(order), _sources(order), _reductions(order))


def _lines(order: Order) -> tuple[LineStanding, ...]:
    tallies = {tally.line_id: tally for tally in LineRefunded.objects.filter(line__order=order)}
    unsent = orders.unsent(order)
    found = []
    for line in Line.objects.filter(order=order).order_by("pk"):
        tally = tallies.get(line.pk) or LineRefunded()
        gone = {"refunded_quantity": tally.quantity, "refunded": tally.amount, "refunded_tax": tally.tax}
        bought = Bought(line.pk, line.quantity, line.total, line.tax, line.vat_rate, **gone)
        found.append(LineStanding(line, bought, unsent.get(line.pk, 0)))
    return tuple(found)


def _delivery(order: Order) -> tuple[Bought, ...]:
    """One of each rate, named by its place among the order's shares; whole while its last cent is there."""
    gone: dict[int, list[int]] = {}
    for shares in Refund.objects.filter(order=order, delivery__gt=0).values_list("delivery_shares", flat=True):
        for rate, gross, tax in shares:
            so_far = gone.setdefault(rate, [0, 0])
            so_far[0] += gross
            so_far[1] += tax
    found = []
    for place, (rate, gross, tax) in enumerate(order.delivery_shares):
        refunded, refunded_tax = gone.get(rate, (0, 0))
        found.append(Bought(place, 0, gross, tax, rate, refunded=refunded, refunded_tax=refunded_tax))
    return tuple(found)


def _sources(order: Order) -> tuple[Source[Payment], ...]:
    """Payments of the order in the order in which they came."""
    tallies = dict(PaymentRefunded.objects.filter(payment__order=order).values_list("payment_id", "amount"))
    paid = Payment.objects.filter(order=order, state=Payment.State.PAID).order_by("pk")
    return tuple(Source(each, _left(each, tallies.get(each.pk, 0)), each.means == CARD) for each in paid)


def _left(payment: Payment, promised: int) -> int:
    """What was refunded past us, at Stripe by hand, is gone as well."""
    return max(0, payment.received - max(promised, payment.refunded) - payment.refunded_elsewhere)


def _reductions(order: Order) -> tuple[ReductionStanding, ...]:
    returned = dict(ReductionReturned.objects.filter(order=order).values_list("name", "amount"))
    rows: dict[str, tuple[str, int]] = {}
    for row in order.reductions.exclude(kind__in=OWN_REDUCTIONS):
        label, total = rows.get(row.kind, (row.label, 0))
        rows[row.kind] = (label, total + row.amount)
    return tuple(ReductionStanding(name, label, total, returned.get(name, 0)) for name, (label, total) in rows.items())


def of_order(order: Order) -> Sequence[Refund]:
    """The refunds of an order with their lines and parts, newest first."""
    return list(_whole(Refund.objects.filter(order=order)))


def whole(refund_id: int) -> Refund:
    """One refund with all it consists of."""
    return _whole(Refund.objects.filter(pk=refund_id)).select_related("order").get()


def _whole(refunds: QuerySet[Refund]) -> QuerySet[Refund]:
    return refunds.prefetch_related("lines__line", "parts__payment").order_by("-pk")


def to_do(order_ids: Collection[int] | None = None) -> QuerySet[Refund]:
    """Refunds that somebody must see to."""
    failed = Refund.objects.filter(state="failed")
    return failed if order_ids is None else failed.filter(order__in=order_ids)
