"""Pending orders in the administration: what is being paid, and what needs a person's decision."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from shop.checkout import services
from shop.checkout.errors import NoLongerPending
from shop.checkout.models import PendingOrder
from shop.pages.money import euros
from shop.payment.errors import Refused, StripeDown
from shop.people.readonly import ReadOnly


@admin.register(PendingOrder)
class PendingOrderAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc, type-arg]
    """Read-only; two acts: ask Stripe now, and give back what is held for review."""

    list_display = ("short", "state", "sum", "email", "channel", "expires_at", "reason")
    list_filter = ("state", "channel")
    search_fields = ("reference", "email")
    list_per_page = 50
    show_full_result_count = False
    actions = ("ask_stripe", "give_back")
    fields = (
        *("reference", "state", "reason", "order", "person", "email", "language", "channel", "touch", "sum"),
        *("address", "lines", "reductions", "delivery", "created_at", "expires_at", "ended_at"),
    )
    readonly_fields = fields

    @display(description=gettext_lazy("reference"))  # type: ignore[arg-type]
    def short(self, pending: PendingOrder) -> str:
        return f"{pending.reference[:6]}…"

    @display(description=gettext_lazy("total"), ordering="total")  # type: ignore[arg-type]
    def sum(self, pending: PendingOrder) -> str:
        return euros(pending.total)

    @admin.action(description=gettext_lazy("Ask Stripe how it stands"), permissions=["view"])
    def ask_stripe(self, request: HttpRequest, chosen: QuerySet[PendingOrder]) -> None:
        """As the sweep does, now."""
        for pending in chosen:
            try:
                now = services.settle(pending.reference)
            except (StripeDown, Refused):
                self.message_user(request, _("Stripe does not answer. Nothing has changed; try again."), messages.ERROR)
                return
            words = {"reference": pending.reference[:6], "state": now.get_state_display()}
            self.message_user(request, _("%(reference)s…: %(state)s") % words)

    @admin.action(description=gettext_lazy("Give money and goods back"), permissions=["view"])
    def give_back(self, request: HttpRequest, chosen: QuerySet[PendingOrder]) -> None:
        """For what is held for review: the payment is refunded whole, the stock is free again."""
        for pending in chosen:
            try:
                services.refund_review(pending.reference)
            except NoLongerPending:
                self.message_user(request, _("Only what is held for review can be given back here."), messages.ERROR)
            except (StripeDown, Refused):
                self.message_user(request, _("Stripe does not answer. Nothing has changed; try again."), messages.ERROR)
            else:
                self.message_user(request, _("Given back."), messages.SUCCESS)
