"""What must hold of orders; `manage.py audit` recomputes it, some thousand orders at a time."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Max, Q, Sum
from django.db.models.functions import Coalesce

from shop.cents import cents, tax_within
from shop.ledger.audits import Check
from shop.order import states
from shop.order.models import Line, Order, Parcel, Reduction

Found = Iterator[tuple[str, object, object]]
CHUNK = 2_000


def totals_are_their_parts() -> Found:
    """An order is its lines and its delivery, with VAT and without; what was paid is all of it."""
    for low, high in _windows():
        gross: dict[int, int] = defaultdict(int)
        tax: dict[int, int] = defaultdict(int)
        lines = Line.objects.filter(order__gte=low, order__lte=high).order_by()
        for order_id, total, net in lines.values_list("order_id", "line_price_incl_tax", "line_price_excl_tax"):
            gross[order_id] += cents(total)
            tax[order_id] += cents(total) - cents(net)
        for order in Order.objects.filter(pk__range=(low, high)).order_by("pk"):
            shares = order.delivery_shares
            parts = sum(part for _rate, part, _tax in shares)
            if parts != order.delivery:
                yield f"delivery of order {order.pk} by rate", order.delivery, parts
            if order.total != (whole := gross[order.pk] + order.delivery):
                yield f"total of order {order.pk}", whole, order.total
            if order.tax != (within := tax[order.pk] + sum(share for _rate, _part, share in shares)):
                yield f"VAT of order {order.pk}", within, order.tax
            if order.card_amount + order.other_means != order.total:
                yield f"means of order {order.pk}", order.total, order.card_amount + order.other_means


def taxes_are_those_of_their_rates() -> Found:
    """The VAT of a line is that within its total, half up; of a share of the delivery alike."""
    for low, high in _windows():
        rows = Line.objects.filter(order__gte=low, order__lte=high).order_by("pk")
        for pk, rate, total, net in rows.values_list("pk", "vat_rate", "line_price_incl_tax", "line_price_excl_tax"):
            if (true := tax_within(cents(total), rate)) != (stored := cents(total) - cents(net)):
                yield f"VAT of line {pk}", true, stored
        for pk, shares in Order.objects.filter(pk__range=(low, high)).values_list("pk", "delivery_shares"):
            for rate, part, stored in shares:
                if stored != tax_within(part, rate):
                    yield f"VAT of the delivery of order {pk}", tax_within(part, rate), stored


def reductions_are_taken_off_the_lines() -> Found:
    """What lines cost less is what reductions say, but for those of the delivery."""
    for low, high in _windows():
        off: dict[int, int] = defaultdict(int)
        columns = ("order_id", "line_price_before_discounts_incl_tax", "line_price_incl_tax")
        for order_id, before, total in (
            Line.objects.filter(order__gte=low, order__lte=high).order_by().values_list(*columns)
        ):
            off[order_id] += cents(before) - cents(total)
        said = Reduction.objects.filter(order__gte=low, order__lte=high).exclude(kind="delivery").order_by()
        known = dict(said.values("order").annotate(Sum("amount")).values_list("order", "amount__sum"))
        for pk in sorted(off):
            if off[pk] != known.get(pk, 0):
                yield f"reductions of order {pk}", off[pk], known.get(pk, 0)


def parcels_hold_what_was_ordered() -> Found:
    """Never more pieces in parcels, given up and kept by the stock than were ordered."""
    packed = Coalesce(Sum("parcel_lines__quantity", filter=~Q(parcel_lines__parcel__state=Parcel.State.CANCELLED)), 0)
    rows = Line.objects.order_by().annotate(packed=packed).filter(packed__gt=F("quantity") - F("cancelled"))
    for pk, quantity, cancelled, pieces in rows.values_list("pk", "quantity", "cancelled", "packed"):
        yield f"parcels of line {pk}", f"at most {quantity - cancelled}", pieces
    kept = Line.objects.filter(num_allocated__gt=F("quantity") - F("cancelled")).order_by()
    for pk, quantity, cancelled, pieces in kept.values_list("pk", "quantity", "cancelled", "num_allocated"):
        yield f"pieces kept for line {pk}", f"at most {quantity - cancelled}", pieces


def states_are_derived() -> Found:
    """The stored state is the one that parcels and refunds say."""
    for low, high in _windows():
        stored = dict(Order.objects.filter(pk__range=(low, high)).values_list("pk", "status"))
        for pk, state in sorted(states.derive(list(stored)).items()):
            if stored[pk] != state:
                yield f"state of order {pk}", state.value, stored[pk]


def _windows() -> Iterator[tuple[int, int]]:
    """Ranges of ids that together hold every order."""
    last = Order.objects.aggregate(last=Max("pk"))["last"] or 0
    for low in range(1, last + 1, CHUNK):
        yield low, low + CHUNK - 1


CHECKS = [
    Check("totals of orders", totals_are_their_parts),
    Check("VAT of orders", taxes_are_those_of_their_rates),
    Check("reductions of orders", reductions_are_taken_off_the_lines),
    Check("parcels and their orders", parcels_hold_what_was_ordered),
    Check("states of orders", states_are_derived),
]
