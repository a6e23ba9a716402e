"""What refunds show on the pages of an order (its doors): links and a table for staff, a section for the customer."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shop.order.doors import Door
from shop.order.models import Order
from shop.returns import selectors
from shop.returns.words import told


def doors(request: HttpRequest, order: Order) -> Sequence[Door]:
    """To the page where a refund is asked for."""
    return [Door(_("Refund"), reverse("admin:returns_refund_ask", args=[order.pk]), "returns.add_refund")]


def for_the_customer(request: HttpRequest, order: Order) -> SafeString:
    """The section on the customer's page of the order; nothing where nothing went back."""
    refunds = [told(refund) for refund in selectors.of_order(order)]
    return render_to_string("returns/of_order.html", {"refunds": refunds}) if refunds else SafeString("")


def for_staff(request: HttpRequest, order: Order) -> SafeString:
    """The table on the order's page in the admin; nothing for who may not see refunds."""
    if not request.user.has_perm("returns.view_refund"):
        return SafeString("")
    refunds = [(refund, told(refund)) for refund in selectors.of_order(order)]
    return render_to_string("admin/returns/of_order.html", {"refunds": refunds}) if refunds else SafeString("")
