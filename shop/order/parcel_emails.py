"""The mails of a parcel, one a step. What they say is looked up when they leave, in the order's language."""

import logging
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop import clock
from shop.delivery import dates
from shop.mail import kinds
from shop.mail import services as mail
from shop.mail.errors import BadAddress
from shop.mail.models import Mail
from shop.mail.templatetags.mail import absolute
from shop.order.emails import link_to
from shop.order.models import Parcel
from shop.order.sheets import Sheet, SheetLine, sheet

log = logging.getLogger(__name__)
State = Parcel.State
PREPARING, SHIPPED, DELIVERED = "parcel_preparing", "parcel_shipped", "parcel_delivered"
STATES = {PREPARING: State.PREPARING, SHIPPED: State.SHIPPED, DELIVERED: State.DELIVERED}
# Whoever packs and ships within the hour writes once: the first mail would be old when it is read.
PREPARING_WAITS = timedelta(hours=1)


def register() -> None:
    """Make the mails of parcels known; called once the apps are ready."""
    titles = {
        PREPARING: gettext_lazy("parcel being prepared"),
        SHIPPED: gettext_lazy("parcel shipped"),
        DELIVERED: gettext_lazy("parcel delivered"),
    }
    for name, title in titles.items():
        kinds.register(kinds.Kind(name, kinds.TRANSACTIONAL, title, build=_build, template="parcel"))


def write(kind: str, parcel: Parcel) -> None:
    """Write the mail of a step down, once a parcel, in the caller's transaction. An address that no mail can go to is
    logged: the parcel goes its way all the same."""
    order = parcel.order
    try:
        mail.enqueue(
            kind=kind,
            person=order.person,
            to=order.email,
            occasion=f"parcel:{parcel.pk}",
            language=order.language,
            due=clock.now() + PREPARING_WAITS if kind == PREPARING else None,
            context={"parcel": parcel.pk, "order": order.pk},
        )
    except BadAddress:
        log.error("Order %s has an address that no mail can go to.", order.pk)


def _build(row: Mail) -> dict[str, Any]:
    """Moot once the parcel is a step further or was taken apart; a resend by staff says how it stands all the same."""
    chosen = Parcel.objects.select_related("order__shipping_address").filter(pk=row.context["parcel"]).first()
    if chosen is None or chosen.state == State.CANCELLED:
        raise kinds.Moot("parcel")
    if chosen.state != STATES[row.kind] and not row.resends and not row.is_preview:
        raise kinds.Moot("parcel")
    order = chosen.order
    shown = sheet(order)
    mine = next(each for each in shown.parcels if each.parcel.pk == chosen.pk)
    address = order.shipping_address
    return {
        "number": order.number,
        "first_name": address.first_name if address else "",
        "title": _title(row.kind, shown),
        "sentence": _sentence(row.kind, shown, chosen),
        "part": _part(chosen, shown),
        "carrier": chosen.carrier,
        "tracking": chosen.tracking,
        "lines": [_line(line, quantity) for line, quantity in mine.lines],
        "order_url": link_to(order, preview=row.is_preview),
    }


def _title(kind: str, shown: Sheet) -> str:
    if kind == PREPARING:
        return _("We are packing your parcel")
    if kind == SHIPPED:
        return _("Your parcel is on its way")
    return _("Your parcel waits at the pick-up point") if shown.is_pickup else _("Your parcel has arrived")


def _sentence(kind: str, shown: Sheet, parcel: Parcel) -> str:
    if kind == PREPARING:
        return _("We write to you once more when it leaves, with its tracking number.")
    if kind == SHIPPED:
        return shown.arrival
    if parcel.delivered_at is None:
        return ""
    day = dates.day_in_words(parcel.delivered_at.astimezone(clock.zone()).date())
    return _("Delivered on %(day)s. If anything is amiss, answer this mail.") % {"day": day}


def _part(parcel: Parcel, shown: Sheet) -> str:
    """Said only when the order comes in several parcels, now or later."""
    packed = sum(quantity for each in shown.parcels for _line, quantity in each.lines)
    ordered = sum(line.quantity - line.cancelled for line in shown.lines)
    if len(shown.parcels) == 1 and packed >= ordered:
        return ""
    return _("This is parcel %(n)s of your order; the rest comes apart.") % {"n": parcel.number}


def _line(line: SheetLine, quantity: int) -> dict[str, Any]:
    return {
        "picture": absolute(line.picture) if line.picture else "",
        "alt": line.title,
        "title": line.title,
        "details": line.variant,
        "quantity": quantity,
        "amount": "",
    }
