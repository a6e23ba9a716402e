"""Pay: the payment is bound to the pending order before anybody is asked for a card."""

from datetime import date
from typing import Any

from shop import clock
from shop.cents import split
from shop.checkout.errors import NoLongerPending
from shop.checkout.models import PendingOrder
from shop.delivery.addresses import Address
from shop.pages.addresses import absolute
from shop.payment import services as payments
from shop.payment.models import Payment
from shop.payment.shapes import Item, Rate

State = PendingOrder.State


def start_card(pending: PendingOrder) -> Payment:
    """The payment of this pending order, ready for the card form. Again: the same one.

    Raises NoLongerPending, StripeDown, Refused.
    """
    _paying(pending)
    return payments.begin_card(
        reference=pending.reference,
        amount=pending.due,
        email=pending.email,
        language=pending.language,
        description=f"Ricochet {pending.reference[:6]}",
    )


def start_hosted(pending: PendingOrder, *, success_url: str, cancel_url: str) -> Payment:
    """The hosted page for this pending order: with its address when it has one, else the page asks for it.

    Raises NoLongerPending, StripeDown, Refused.
    """
    _paying(pending)
    address = Address(**pending.address) if pending.is_complete else None
    offered = [pending.delivery] if pending.is_complete else pending.rates
    # A gift voucher pays the goods first, and what is left of it the delivery: the page asks for the rest.
    goods = min(pending.total - pending.due, pending.goods)
    rest = pending.total - pending.due - goods
    parts = split(goods, [line["total"] for line in pending.lines])
    return payments.begin_session(
        reference=pending.reference,
        items=[_item(line, part) for line, part in zip(pending.lines, parts, strict=True)],
        rates=[_rate(rate, rest) for rate in offered],
        countries=pending.rates[0]["countries"] if pending.rates else [],
        email=pending.email,
        language=pending.language,
        success_url=success_url,
        cancel_url=cancel_url,
        expires_at=pending.expires_at,
        address=address,
    )


def _item(line: dict[str, Any], less: int) -> Item:
    return Item(
        name=line["title"],
        quantity=line["quantity"],
        total=line["total"] - less,
        details=line["variant"],
        picture=absolute(line["picture"]) if line["picture"] else "",
    )


def _rate(rate: dict[str, Any], less: int) -> Rate:
    days = [date.fromisoformat(rate[end]) if rate[end] else None for end in ("earliest", "latest")]
    return Rate(rate["code"], rate["name"], rate["price"] - less, *days)


def _paying(pending: PendingOrder) -> None:
    """From now on money may come: the sweep looks at Stripe before it lets go."""
    changed = PendingOrder.objects.filter(
        pk=pending.pk, state__in=PendingOrder.LIVE, expires_at__gt=clock.now()
    ).update(state=State.PAYING)
    pending.refresh_from_db()
    if not changed:
        raise NoLongerPending(pending)
