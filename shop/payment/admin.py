"""Payments in the administration: everything to be seen, one thing to be done. Money is given back from the order."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from shop.pages.money import euros
from shop.payment import services
from shop.payment.errors import Refused, StripeDown
from shop.payment.models import Event, Payment, PaymentRefund
from shop.people.readonly import ReadOnly


class RefundInline(ReadOnly, TabularInline):  # type: ignore[misc, type-arg]
    """What was given back, or is on its way."""

    model = PaymentRefund
    fields = ("sum", "state", "refund_id", "failure", "created_at", "changed_at")
    readonly_fields = fields
    extra = 0

    @display(description=gettext_lazy("amount"))  # type: ignore[arg-type]
    def sum(self, refund: PaymentRefund) -> str:
        return euros(refund.amount)


@admin.register(Payment)
class PaymentAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc, type-arg]
    """Who paid what by which means. Read-only; "look at Stripe now" does what the sweep does."""

    list_display = ("short", "for_order", "sum", "given_back", "state", "paid_with", "created_at", "note")
    list_filter = ("state", "means")
    search_fields = ("=reference", "=intent_id", "=session_id", "=order__number", "=last4")
    list_select_related = ("order",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-id",)
    fields = (
        *("reference", "for_order", "means", "sum", "taken", "given_back", "state", "note", "failure"),
        *("paid_with", "intent_id", "session_id", "expires_at", "created_at", "changed_at", "looked_at"),
    )
    readonly_fields = fields
    inlines = (RefundInline,)
    actions = ("look",)
    actions_detail = ("look_at_one",)  # type: ignore[assignment]

    @display(description=gettext_lazy("reference"))  # type: ignore[arg-type]
    def short(self, payment: Payment) -> str:
        return payment.reference if len(payment.reference) <= 12 else f"{payment.reference[:10]}…"

    @display(description=gettext_lazy("order"))  # type: ignore[arg-type]
    def for_order(self, payment: Payment) -> str:
        if payment.order is None:
            return "–"
        try:
            address = reverse("admin:order_order_change", args=[payment.order_id])
        except NoReverseMatch:  # orders have no page in this administration
            return payment.order.number
        return format_html('<a class="underline" href="{}">{}</a>', address, payment.order.number)

    @display(description=gettext_lazy("amount"), ordering="amount")  # type: ignore[arg-type]
    def sum(self, payment: Payment) -> str:
        return euros(payment.amount)

    @display(description=gettext_lazy("received"))  # type: ignore[arg-type]
    def taken(self, payment: Payment) -> str:
        return euros(payment.received)

    @display(description=gettext_lazy("given back"))  # type: ignore[arg-type]
    def given_back(self, payment: Payment) -> str:
        by_hand = payment.refunded_elsewhere
        own = euros(payment.refunded) if payment.refunded or by_hand else "–"
        return _("%(own)s, at Stripe by hand %(by_hand)s") % {"own": own, "by_hand": euros(by_hand)} if by_hand else own

    @display(description=gettext_lazy("paid with"))  # type: ignore[arg-type]
    def paid_with(self, payment: Payment) -> str:
        figures = f"•••• {payment.last4}" if payment.last4 else ""
        return " ".join(filter(None, (payment.brand or payment.means, figures, payment.wallet)))

    @admin.action(description=gettext_lazy("Look at Stripe now"), permissions=["view"])
    def look(self, request: HttpRequest, chosen: QuerySet[Payment]) -> None:
        """For each of the chosen; ends with the first that Stripe does not answer for."""
        for payment in chosen:
            if not self._looked(request, payment):
                return

    @action(description=gettext_lazy("Look at Stripe now"), url_path="look", permissions=["view"], icon="sync")  # type: ignore[arg-type, operator]
    def look_at_one(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """From the page of a payment: asks first, because it writes. Doing it twice does nothing twice."""
        payment = get_object_or_404(Payment, pk=object_id)
        if request.method == "POST":
            self._looked(request, payment)
            return redirect("admin:payment_payment_change", payment.pk)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "original": payment,
            "title": _("Look at Stripe: %(payment)s") % {"payment": self.short(payment)},
        }
        return TemplateResponse(request, "payment/look.html", context)

    def _looked(self, request: HttpRequest, payment: Payment) -> bool:
        try:
            now = services.look(payment)
        except StripeDown:
            text = _("Stripe does not answer. Nothing has changed; try again.")
            self.message_user(request, text, messages.ERROR)
            return False
        except Refused as refusal:
            text = _("Stripe does not know %(payment)s: %(reason)s")
            self.message_user(request, text % {"payment": self.short(payment), "reason": refusal}, messages.ERROR)
            return True
        words = {"payment": self.short(payment), "state": now.get_state_display()}
        self.message_user(request, _("%(payment)s: %(state)s") % words, messages.SUCCESS)
        return True


@admin.register(Event)
class EventAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc, type-arg]
    """What Stripe told, and what came of it."""

    list_display = ("received_at", "kind", "result", "attempts", "worked_at")
    list_filter = ("kind", ("worked_at", admin.EmptyFieldListFilter))
    search_fields = ("=key", "kind", "result")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-id",)
    fields = ("key", "kind", "received_at", "attempts", "worked_at", "result")
    readonly_fields = fields
