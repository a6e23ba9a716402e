"""Refunds in words: what goes back, where it goes and when it is there. Page, mail and administration read the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shop import clock
from shop.checkout.paid import payment_words, plug_words
from shop.delivery.dates import next_working_day
from shop.payment.models.payments import CARD
from shop.returns.models import Refund, RefundPart, State

# Working days until a bank shows a refund on the statement, as Stripe tells its merchants: five to ten.
LATEST = 10
HOME = "FR"


@dataclass(frozen=True)
class Told:
    """One refund as its customer reads it. Cents.

    `lines`: (pieces, what, cents) of goods; `of_the_price`: what was given without goods; `ways`: (where, cents);
    `given_back`: reductions in the same shape; `latest`: the day by which a card shows it, None once that is past.
    """

    amount: int
    state: str
    is_done: bool
    on: date
    lines: Sequence[tuple[int, str, int]]
    of_the_price: int
    delivery: int
    ways: Sequence[tuple[str, int]]
    given_back: Sequence[tuple[str, int]]
    latest: date | None


def told(refund: Refund) -> Told:
    """A refund (selectors.of_order, whole) in the customer's words, in the active language."""
    parts, rows = list(refund.parts.all()), list(refund.lines.all())
    money = [part for part in parts if part.payment is not None]
    on = (refund.done_at or refund.created_at).astimezone(clock.zone()).date()
    latest = arrives_by(on) if any(part.name == CARD for part in money) else None
    return Told(
        amount=refund.amount,
        state=_state(refund),
        is_done=refund.state == State.DONE,
        on=on,
        lines=[
            (row.quantity, line_words(row.line.title, row.line.variant), row.amount) for row in rows if row.quantity
        ],
        of_the_price=sum(row.amount for row in rows if not row.quantity),
        delivery=refund.delivery,
        ways=[(part_words(part), part.amount) for part in money],
        given_back=[(part_words(part), part.amount) for part in parts if part.payment is None],
        latest=latest if latest and latest >= clock.today() and refund.state != State.FAILED else None,
    )


def _state(refund: Refund) -> str:
    """How far it is, in a word that worries nobody: what has failed is ours to mend."""
    if refund.state == State.DONE:
        return _("completed")
    return _("on its way") if refund.state == State.PENDING else _("being sent")


def part_words(part: RefundPart) -> str:
    """Where a part goes: a card, a gift voucher, points."""
    return payment_words(part.payment) if part.payment is not None else plug_words(part.name)


def trouble_words(part: RefundPart) -> str:
    """Why a part did not go back, for staff; what Stripe calls otherwise is told in its own word."""
    known = {
        "expired_or_canceled_card": _("The card has expired or was closed."),
        "lost_or_stolen_card": _("The card was reported lost or stolen."),
        "insufficient_funds": _("There is not enough on the account at Stripe."),
        "declined": _("The bank refused it."),
        "merchant_request": _("It was called back at Stripe."),
        "charge_already_refunded": _("Stripe has refunded all of this payment already."),
        "too_much": _("Less than this is left of the payment: part of it was refunded at Stripe by hand."),
        "by_hand": _("This payment was not made at Stripe."),
    }
    return known.get(part.trouble.partition(":")[0], part.trouble)


def line_words(title: str, variant: str) -> str:
    """A thing as the order calls it: "Affiche Phare, A3"."""
    return f"{title}, {variant}" if variant else title


def arrives_by(sent: date) -> date:
    """The day by which a card's owner sees the money that left on this day."""
    day = sent
    for _each in range(LATEST):
        day = next_working_day(day, HOME)
    return day
