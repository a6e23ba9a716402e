"""What must hold of refunds; `manage.py audit` recomputes it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Model, Q, Sum
from django.db.models.functions import Coalesce

from shop.ledger.audits import Check
from shop.payment.models import Payment
from shop.returns.models import (
    LineRefunded,
    OrderRefunded,
    PaymentRefunded,
    ReductionReturned,
    Refund,
    RefundLine,
    RefundPart,
    State,
)

Found = Iterator[tuple[str, object, object]]
MEANS, REDUCTION = RefundPart.Kind.MEANS, RefundPart.Kind.REDUCTION


def lines_are_counted() -> Found:
    """What lines say was refunded is the sum of their refunds, pieces, cents and tax."""
    sums = _sums(RefundLine, "line_id", "quantity", "amount", "tax")
    stored = {row[0]: row[1:] for row in LineRefunded.objects.values_list("line_id", "quantity", "amount", "tax")}
    yield from _compare("line", sums, stored)


def orders_are_counted() -> Found:
    """The same of orders: everything, and the delivery in it."""
    sums = _sums(Refund, "order_id", "amount", "delivery")
    stored = {row[0]: row[1:] for row in OrderRefunded.objects.values_list("order_id", "amount", "delivery")}
    yield from _compare("order", sums, stored)


def payments_are_counted() -> Found:
    """The same of payments; what has left them, done or not yet heard of, lies within it."""
    sums = _sums(RefundPart, "payment_id", "amount", kind=MEANS)
    stored = {row[0]: row[1:] for row in PaymentRefunded.objects.values_list("payment_id", "amount")}
    yield from _compare("payment", sums, stored)
    over = Payment.objects.filter(refunded__gt=F("received"))
    for pk, received, refunded in over.values_list("pk", "received", "refunded"):
        yield f"payment {pk}", f"at most {received} refunded", refunded


def reductions_are_counted() -> Found:
    """The same of points and the like that were given back."""
    rows = RefundPart.objects.filter(kind=REDUCTION).order_by().values_list("refund__order_id", "name")
    sums = {(order, name): (amount,) for order, name, amount in rows.annotate(Sum("amount"))}
    stored = {row[:2]: row[2:] for row in ReductionReturned.objects.values_list("order_id", "name", "amount")}
    yield from _compare("reduction of order", sums, stored)


def limits_are_what_was_sold() -> Found:
    """The limits that refunds are held by are those of order, lines and payments."""
    for tally in OrderRefunded.objects.select_related("order").iterator():
        true = (tally.order.total, tally.order.delivery)
        if (tally.total, tally.delivery_total) != true:
            yield f"limits of order {tally.order_id}", true, (tally.total, tally.delivery_total)
    for row in LineRefunded.objects.select_related("line").iterator():
        sold = (row.line.quantity, row.line.total, row.line.tax)
        if (row.bought, row.total, row.tax_total) != sold:
            yield f"limits of line {row.line_id}", sold, (row.bought, row.total, row.tax_total)
    for pk, total, amount in PaymentRefunded.objects.values_list("payment_id", "total", "payment__amount"):
        if total != amount:
            yield f"limits of payment {pk}", amount, total


def refunds_are_their_parts() -> Found:
    """A refund is the sum of its lines and its delivery, and again of the parts in which it goes back."""
    in_lines = _sums(RefundLine, "refund_id", "amount", "tax")
    in_parts = _sums(RefundPart, "refund_id", "amount", kind=MEANS)
    for pk, amount, tax, delivery, parts in Refund.objects.values_list(
        "pk", "amount", "tax", "delivery", "delivery_shares"
    ).iterator():
        goods, goods_tax = in_lines.get(pk, (0, 0))
        shares = (sum(gross for _rate, gross, _tax in parts), sum(inner for _rate, _gross, inner in parts))
        if (amount, tax, delivery) != (expected := (goods + shares[0], goods_tax + shares[1], shares[0])):
            yield f"refund {pk}", expected, (amount, tax, delivery)
        if (sent := in_parts.get(pk, (0,))[0]) != amount:
            yield f"parts of refund {pk}", amount, sent


def states_are_those_of_the_parts() -> Found:
    """Done is what has no part left to do."""
    open_parts = ~Q(parts__state=State.DONE) & Q(parts__isnull=False)
    for pk in Refund.objects.filter(open_parts, state=State.DONE).values_list("pk", flat=True).distinct():
        yield f"state of refund {pk}", "not done", State.DONE
    closed = Refund.objects.exclude(state=State.DONE).exclude(parts__in=RefundPart.objects.exclude(state=State.DONE))
    for pk in closed.values_list("pk", flat=True):
        yield f"state of refund {pk}", State.DONE, "not done"


def _sums(model: type[Model], by: str, *fields: str, **where: Any) -> dict[Any, tuple[int, ...]]:
    totals = {f"sum_{name}": Coalesce(Sum(name), 0) for name in fields}
    rows = model._default_manager.filter(**where).order_by().values(by).annotate(**totals)
    return {row[by]: tuple(row[name] for name in totals) for row in rows}


def _compare(what: str, sums: dict[Any, tuple[Any, ...]], stored: dict[Any, tuple[Any, ...]]) -> Found:
    for key in sorted(sums.keys() | stored.keys()):
        nothing = (0,) * len(sums.get(key) or stored[key])
        if sums.get(key, nothing) != stored.get(key, nothing):
            yield f"refunds of {what} {key}", sums.get(key, nothing), stored.get(key, nothing)


CHECKS = [
    Check("refunds by line", lines_are_counted),
    Check("refunds by order", orders_are_counted),
    Check("refunds by payment", payments_are_counted),
    Check("reductions given back", reductions_are_counted),
    Check("limits of refunds", limits_are_what_was_sold),
    Check("refunds and their parts", refunds_are_their_parts),
    Check("states of refunds", states_are_those_of_the_parts),
]
