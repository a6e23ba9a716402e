"""What must hold between stock, holds, pending orders and orders; `manage.py audit` recomputes it."""

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from shop.checkout.models import PendingOrder
from shop.ledger.audits import Check
from shop.payment.models import Payment
from shop.payment.models.payments import CARD
from shop.stock.models import StockHold, StockRecord

Found = Iterator[tuple[str, object, object]]
State = PendingOrder.State


def what_is_promised_is_what_is_held_and_sold() -> Found:
    """`num_allocated` is held plus sold and not yet gone."""
    promised = (
        StockHold.objects.exclude(state=StockHold.State.RELEASED)
        .order_by()
        .values("stockrecord")
        .annotate(pieces=Sum(F("quantity") - F("left")))
        .values_list("stockrecord", "pieces")
    )
    known = dict(promised)
    rows = StockRecord.objects.filter(Q(pk__in=known) | Q(num_allocated__gt=0))
    for pk, allocated in rows.annotate(now=Coalesce("num_allocated", 0)).values_list("pk", "now"):
        if allocated != known.get(pk, 0):
            yield f"stock record {pk}", known.get(pk, 0), allocated


def holds_belong_to_pending_orders() -> Found:
    """Held while it is live or under review, sold once it is placed, given back else."""
    states: dict[str, str] = dict.fromkeys((*PendingOrder.LIVE, State.REVIEW), StockHold.State.HELD)
    states[State.PLACED] = StockHold.State.CAPTURED
    pending = PendingOrder.objects.values_list("reference", "state")
    known = dict(pending.filter(reference__in=StockHold.objects.values("source")))
    for source, state in StockHold.objects.exclude(state=StockHold.State.RELEASED).values_list("source", "state"):
        wanted = states.get(known.get(source, ""), str(StockHold.State.RELEASED))
        if state != wanted:
            yield f"hold for {source[:6]}…", wanted, state


def what_is_paid_is_an_order_or_given_back() -> Found:
    """No card payment without its order, but those whose refund is under way or that a person looks at."""
    ends = (State.PLACED, State.REFUNDED, State.REFUNDING, State.REVIEW)
    waiting = PendingOrder.objects.exclude(state__in=ends).values("reference")
    for payment in Payment.objects.filter(means=CARD, state=Payment.State.PAID, reference__in=waiting):
        yield f"payment {payment.reference[:6]}…", "an order", "none"
    placed = PendingOrder.objects.filter(state=State.PLACED, due__gt=0)
    for pending in placed.exclude(reference__in=Payment.objects.filter(received__gt=0).values("reference")):
        yield f"pending order {pending.reference[:6]}…", f"{pending.due} cents paid", "nothing"


CHECKS = [
    Check("stock that is promised", what_is_promised_is_what_is_held_and_sold),
    Check("holds and their pending orders", holds_belong_to_pending_orders),
    Check("payments and their orders", what_is_paid_is_an_order_or_given_back),
]
