"""Orders that were paid, and a gift voucher and points that are plugged in for a test."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from shop import clock
from shop.ledger import audits
from shop.order.drafts import DraftDelivery, DraftLine, DraftReduction
from shop.order.models import Order
from shop.order.services import write
from shop.payment import services as payments
from shop.payment.models import Payment
from shop.stock import holds
from tests import order_factories as make
from tests.emulator import Stripe

VOUCHER, POINTS = "voucher", "points"


@dataclass
class Plug:
    """A gift voucher or points: remembers what it was given back, once for each key."""

    title: str
    given: dict[str, tuple[str, int]] = field(default_factory=dict)
    calls: int = 0

    def refund(self, *, reference: str, amount: int, key: str) -> None:
        self.calls += 1
        self.given[key] = (reference, amount)

    give_back = refund

    @property
    def total(self) -> int:
        return sum(amount for _reference, amount in self.given.values())


def bought(
    lines: Sequence[DraftLine] = (),
    *,
    delivery: DraftDelivery | None = None,
    voucher: int = 0,
    points: int = 0,
    stripe: Stripe | None = None,
    by: str = "pm_card_visa",
) -> Order:
    """An order that stands, its stock promised, paid by card but for `voucher` cents.

    With `stripe` the card's payment stands at the stand-in as well. `points`: cents that made the lines cheaper.
    """
    bought = tuple(lines) or (make.draft_line(),)
    reductions = (DraftReduction(POINTS, "Points", points),) if points else ()
    promoted = sum(line.unit_price * line.quantity - line.total for line in bought) - points
    if promoted > 0:
        reductions += (DraftReduction("promotion", "Remise", promoted),)
    draft = make.draft(
        lines=bought,
        delivery=make.delivery() if delivery is None else delivery,
        other_means=voucher,
        reductions=reductions,
    )
    wanted: dict[int, int] = {}
    for line in draft.lines:
        wanted[line.stockrecord_id] = wanted.get(line.stockrecord_id, 0) + line.quantity
    holds.hold(draft.reference, wanted, clock.now() + timedelta(minutes=15))
    holds.capture(draft.reference)
    order = write(draft)
    if voucher:
        payments.record_paid(reference=draft.reference, means=VOUCHER, amount=voucher)
    if draft.total > voucher:
        _by_card(draft.reference, draft.total - voucher, stripe, by)
    payments.attach(reference=draft.reference, order_id=order.pk)
    return order


def _by_card(reference: str, amount: int, stripe: Stripe | None, by: str) -> None:
    if stripe is None:
        state = Payment.State.PAID
        Payment.objects.create(
            reference=reference, amount=amount, received=amount, state=state, handled=state, brand="visa", last4="4242"
        )
        return
    payment = payments.begin_card(
        reference=reference, amount=amount, email="ada@example.org", language="fr", description="Ricochet"
    )
    stripe.pay(payment.intent_id, by)
    payments.look(payment)


def news(stripe: Stripe) -> None:
    """All that Stripe has to tell so far comes in, as by its webhook, and is worked."""
    for event in stripe.events():
        payments.receive(event["id"], event["type"], json.dumps(event))
    payments.work_events()


def line_ids(order: Order) -> list[int]:
    return list(order.lines.order_by("pk").values_list("pk", flat=True))


def audited() -> list[str]:
    """What the audit has to say of refunds."""
    return [str(found) for found in audits.differences() if "refund" in found.check or "reductions" in found.check]
