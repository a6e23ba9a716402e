"""The mail that tells a customer what goes back, to which means, and when it is there."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.delivery.dates import day_in_words
from shop.mail import kinds
from shop.mail.models import Mail
from shop.mail.templatetags.mail import absolute
from shop.order.emails import link_to
from shop.pages.money import euros
from shop.returns import selectors
from shop.returns.models import RefundLine
from shop.returns.services.telling import KIND
from shop.returns.words import Told, told


def build(mail: Mail) -> dict[str, Any]:
    """The words of the mail, looked up when it leaves, in its language; sums are spelt out already."""
    refund = selectors.whole(mail.context["refund"])
    words = told(refund)
    return {
        "number": refund.order.number,
        "amount": euros(refund.amount),
        "lines": [_line(row) for row in refund.lines.all() if row.quantity],
        "sums": _sums(words, refund.tax),
        "ways": [(where, euros(amount)) for where, amount in words.ways],
        "given_back": [(what, euros(amount)) for what, amount in words.given_back],
        "latest": day_in_words(words.latest) if words.latest else "",
        "order_url": link_to(refund.order, preview=mail.is_preview),
    }


def _line(row: RefundLine) -> dict[str, Any]:
    return {
        "picture": absolute(row.line.picture) if row.line.picture else "",
        "alt": "",
        "title": row.line.title,
        "details": row.line.variant,
        "quantity": row.quantity,
        "amount": euros(row.amount),
    }


def _sums(words: Told, tax: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if words.of_the_price:
        rows.append({"label": _("Part of the price"), "amount": euros(words.of_the_price)})
    if words.delivery:
        rows.append({"label": _("Delivery"), "amount": euros(words.delivery)})
    rows.append({"label": _("Refunded in all"), "amount": euros(words.amount), "strong": True})
    rows.append({"label": _("of which VAT"), "amount": euros(tax), "quiet": True})
    return rows


kind = kinds.Kind(KIND, kinds.TRANSACTIONAL, gettext_lazy("refund"), build=build)
