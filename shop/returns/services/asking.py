"""Asking for a refund: decided once, to the cent and to the payment, in one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from shop import clock
from shop.order.models import Order
from shop.order.services import settle_state
from shop.returns.exceptions import Changed
from shop.returns.models import Refund, RefundLine, RefundPart, State
from shop.returns.planning import Plan, Wanted, plan
from shop.returns.selectors import standing
from shop.returns.services.goods import settle_goods
from shop.returns.services.sending import nudge
from shop.returns.services.tallying import count
from shop.returns.services.telling import tell


@transaction.atomic
def refund(
    order: Order,
    *,
    reason: str,
    by: Any = None,
    lines: Mapping[int, int] | None = None,
    delivery: bool | int = False,
    amount: int | None = None,
    restock: bool = False,
    note: str = "",
    key: UUID | None = None,
    shown: int | None = None,
) -> Refund:
    """Refund an order: everything that is left, pieces by line id, the delivery (all of it or cents), or an amount.

    `amount` in cents of the goods, spread over the lines by what is left of each. `by`: the user who asks, None for
    the shop itself. `restock`: pieces that were sent are here again; those that had not left are free in any case.
    `key`: asked again under the same one it is the same refund. `shown`: cents that somebody agreed to.

    Raises a Refusal (TooMuch, NothingLeft, …; Changed when it would not be `shown`), and then nothing has changed.
    Money moves after the commit, by `send_due`.
    """
    # Everything below reads what this lock keeps still; parcels and other refunds of the order wait for it.
    locked = Order.objects.select_for_update(of=("self",), no_key=True).get(pk=order.pk)
    known = Refund.objects.filter(key=key, order=locked).first() if key else None
    if known is not None:
        return known
    stands = standing(locked)
    planned = plan(stands, Wanted(lines, delivery, amount))
    if shown is not None and shown != planned.amount:
        raise Changed
    count(stands, planned)
    made = _write(locked, planned, reason=reason, by=by, restock=restock, note=note, key=key or uuid4())
    settle_goods(locked, planned, restock=restock)
    settle_state([locked.pk])
    if made.state == State.DONE:
        tell(made)
    else:
        transaction.on_commit(nudge, robust=True)
    return made


def _write(order: Order, planned: Plan, *, by: Any, restock: bool, key: UUID, **words: str) -> Refund:
    """The rows. Without money and without points to give back there is nothing to wait for."""
    now = clock.now()
    is_over = not planned.parts and not planned.reductions
    made = Refund.objects.create(
        order=order,
        key=key,
        asked_by=by if getattr(by, "pk", None) else None,
        amount=planned.amount,
        tax=planned.tax,
        delivery=planned.delivery,
        delivery_shares=[list(share) for share in planned.delivery_shares],
        restock=restock,
        state=State.DONE if is_over else State.ASKED,
        created_at=now,
        done_at=now if is_over else None,
        **words,
    )
    RefundLine.objects.bulk_create(
        RefundLine(
            refund=made,
            line=line.standing.line,
            quantity=line.share.quantity,
            amount=line.share.amount,
            tax=line.share.tax,
            cancelled=line.cancelled,
            restocked=line.share.quantity - line.cancelled if restock and line.standing.line.stockrecord_id else 0,
        )
        for line in planned.lines
    )
    parts = [RefundPart(name=payment.means, payment=payment, amount=amount) for payment, amount in planned.parts]
    parts += [
        RefundPart(kind=RefundPart.Kind.REDUCTION, name=name, amount=amount)
        for name, _label, amount in planned.reductions
    ]
    for place, part in enumerate(parts, 1):
        # The last figure counts beginnings: a failed part begins again under the next (services.failures).
        part.refund, part.key, part.due_at = made, f"refund-{made.key}-{place}-0", now
    RefundPart.objects.bulk_create(parts)
    return made
