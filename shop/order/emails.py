"""The mails of an order; their words are looked up when they leave, in the order's language."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.mail import kinds
from shop.mail import services as mail
from shop.mail.errors import BadAddress
from shop.mail.models import Mail
from shop.mail.templatetags.mail import absolute
from shop.order.models import Order
from shop.order.services.links import make_link, make_links
from shop.order.sheets import Sheet, SheetLine, sheet, sheets
from shop.pages.money import euros
from shop.pages.templatetags.elements import per_cent

log = logging.getLogger(__name__)
PLACED = "order_placed"


def register() -> None:
    """Make the order's mails known; called once the apps are ready."""
    kinds.register(kinds.Kind(PLACED, kinds.TRANSACTIONAL, gettext_lazy("order"), build=_placed, gather=gather))


def write_placed(order: Order) -> None:
    """Write the confirmation down, once an order, in the caller's transaction. An address that no mail can go to is
    logged: a paid order stands all the same."""
    try:
        mail.enqueue(
            kind=PLACED,
            person=order.person,
            to=order.email,
            occasion=f"order:{order.pk}",
            language=order.language,
            context={"order": order.pk},
        )
    except BadAddress:
        log.error("Order %s has an address that no mail can go to.", order.pk)  # without the address itself


@dataclass(frozen=True)
class Known:
    """What a mail about an order is made of: `token` opens its page."""

    sheet: Sheet
    token: str


def gather(rows: Sequence[Mail]) -> None:
    """Sheets and links for many mails at once, in as many statements as for one."""
    ids = {row.context["order"] for row in rows}
    orders = Order.objects.select_related("shipping_address").in_bulk(ids)
    shown, tokens = sheets(orders.values()), make_links(orders.values())
    for row in rows:
        if row.context["order"] in orders:
            row.known = Known(shown[row.context["order"]], tokens[row.context["order"]])


def words(row: Mail) -> dict[str, Any]:
    """What the parts of every mail about an order need: sheet, lines, sums, address, and a fresh link to its page.

    `row.context["order"]` is the order's id. Raises Moot when there is no such order. A preview gets a dead link.
    """
    known = row.known if isinstance(row.known, Known) else _look_up(row)
    shown, order = known.sheet, known.sheet.order
    return {
        "order": order,
        "sheet": shown,
        "lines": [_line(line) for line in shown.lines],
        "sums": _sums(shown),
        "address": shown.address,
        "order_url": _address(known.token),
    }


def _look_up(row: Mail) -> Known:
    order = Order.objects.select_related("shipping_address").filter(pk=row.context["order"]).first()
    if order is None:
        raise kinds.Moot("order")
    return Known(sheet(order), "preview" if row.is_preview else make_link(order))


def link_to(order: Order, *, preview: bool = False) -> str:
    """The absolute address of the order's page, by a link made for this occasion; in the active language."""
    return _address("preview" if preview else make_link(order))


def _address(token: str) -> str:
    return settings.SITE_URL + reverse("order:guest", kwargs={"token": token})


def _placed(row: Mail) -> dict[str, Any]:
    said = words(row)
    address = said["order"].shipping_address
    return said | {
        "first_name": address.first_name if address else "",
        "arrival": said["sheet"].arrival,
        "total": euros(said["order"].total),
    }


def _line(line: SheetLine) -> dict[str, Any]:
    return {
        "picture": absolute(line.picture) if line.picture else "",
        "alt": line.title,
        "title": line.title,
        "details": line.variant,
        "quantity": line.quantity,
        "amount": euros(line.before),
    }


def _sums(shown: Sheet) -> list[dict[str, Any]]:
    """Goods, reductions, delivery, total, VAT by rate, and what went back."""
    order = shown.order
    sums: list[dict[str, Any]] = [{"label": _("Goods"), "amount": euros(shown.before)}]
    sums += [{"label": label, "amount": euros(-amount) if amount else ""} for label, amount in shown.reductions]
    delivery = " · ".join(part for part in (_("Delivery"), order.shipping_method) if part)
    sums.append({"label": delivery, "amount": euros(order.delivery) if order.delivery else _("free")})
    sums.append({"label": _("Total with VAT"), "amount": euros(order.total), "strong": True})
    for rate, tax in shown.vat:
        label = _("of which VAT %(rate)s") % {"rate": per_cent(rate)}
        sums.append({"label": label, "amount": euros(tax), "quiet": True})
    if order.other_means:
        sums.append({"label": _("Paid by other means"), "amount": euros(-order.other_means)})
        sums.append({"label": _("Paid by card"), "amount": euros(order.card_amount), "strong": True})
    if shown.given_back:
        sums.append({"label": _("Refunded"), "amount": euros(-shown.given_back)})
    return sums
