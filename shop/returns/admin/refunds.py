"""All refunds, those that need somebody first; one with its lines and ways; what can be done when it failed."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from shop.pages.money import euros
from shop.people.readonly import ReadOnly
from shop.returns import selectors, services
from shop.returns.admin.asking import ask
from shop.returns.admin.forms import ByHandForm
from shop.returns.exceptions import Refusal
from shop.returns.models import Refund, RefundLine, RefundPart, State
from shop.returns.words import line_words, part_words, trouble_words

LABELS = {"asked": "info", "sending": "info", "pending": "warning", "done": "success", "failed": "danger"}


class LineInline(ReadOnly, TabularInline):  # type: ignore[misc, type-arg]
    """What it takes of each line."""

    model = RefundLine
    hide_title = True
    fields = readonly_fields = ("what", "quantity", "sum", "tax_within", "cancelled", "restocked")
    extra = 0
    verbose_name_plural = gettext_lazy("lines")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RefundLine]:
        return super().get_queryset(request).select_related("line")

    @display(description=gettext_lazy("line"))  # type: ignore[arg-type]
    def what(self, row: RefundLine) -> str:
        return line_words(row.line.title, row.line.variant)

    @display(description=gettext_lazy("amount"))  # type: ignore[arg-type]
    def sum(self, row: RefundLine) -> str:
        return euros(row.amount)

    @display(description=gettext_lazy("of which VAT"))  # type: ignore[arg-type]
    def tax_within(self, row: RefundLine) -> str:
        return euros(row.tax)


class PartInline(ReadOnly, TabularInline):  # type: ignore[misc, type-arg]
    """Where it goes, and how far each part is."""

    model = RefundPart
    hide_title = True
    fields = readonly_fields = ("to", "sum", "state", "attempts", "why", "by_hand", "stripe_id", "done_at")
    extra = 0
    verbose_name_plural = gettext_lazy("where it goes")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RefundPart]:
        return super().get_queryset(request).select_related("payment")

    @display(description=gettext_lazy("trouble"))  # type: ignore[arg-type]
    def why(self, part: RefundPart) -> str:
        return trouble_words(part)

    @display(description=gettext_lazy("goes to"))  # type: ignore[arg-type]
    def to(self, part: RefundPart) -> str:
        return part_words(part)

    @display(description=gettext_lazy("amount"))  # type: ignore[arg-type]
    def sum(self, part: RefundPart) -> str:
        return euros(part.amount)


class ToDo(admin.SimpleListFilter):
    """Refunds that nobody but staff can help."""

    title = gettext_lazy("to do")
    parameter_name = "todo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("to be seen to"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Refund]) -> QuerySet[Refund]:
        return queryset.filter(pk__in=selectors.to_do()) if self.value() else queryset


@admin.register(Refund)
class RefundAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc, type-arg]
    """Refunds are asked for from their order; here they are watched, and helped on when they fail."""

    list_display = ("number", "sum", "reason", "how_far", "created_at", "asked_by")
    list_filter = (ToDo, "state", "reason")
    search_fields = ("order__number", "order__guest_email", "parts__stripe_id")
    list_select_related = ("order", "asked_by")
    list_per_page = 50
    show_full_result_count = False
    fields = (
        ("belongs_to", "state"),
        ("sum", "tax_within", "delivery_sum"),
        ("reason", "restock"),
        "note",
        ("asked_by", "created_at", "done_at"),
    )
    readonly_fields = ("belongs_to", "state", "sum", "tax_within", "delivery_sum", "created_at", "done_at")
    inlines = (LineInline, PartInline)
    actions_detail = ("see_to",)  # type: ignore[assignment]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Refund]:
        failed_first = Case(When(state=State.FAILED, then=Value(0)), default=Value(1), output_field=IntegerField())
        return super().get_queryset(request).order_by(failed_first, "-pk")

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(lambda request, order_id: ask(self, request, order_id))
        return [path("ask/<int:order_id>/", page, name="returns_refund_ask"), *super().get_urls()]

    @display(description=gettext_lazy("order"))  # type: ignore[arg-type]
    def number(self, refund: Refund) -> str:
        return str(refund.order.number)

    @display(description=gettext_lazy("order"))  # type: ignore[arg-type]
    def belongs_to(self, refund: Refund) -> str:
        try:
            address = reverse("admin:order_order_change", args=[refund.order_id])
        except NoReverseMatch:
            return str(refund.order.number)
        return format_html('<a class="underline" href="{}">{}</a>', address, refund.order.number)

    @display(description=gettext_lazy("amount"), ordering="amount")  # type: ignore[arg-type]
    def sum(self, refund: Refund) -> str:
        return euros(refund.amount)

    @display(description=gettext_lazy("of which VAT"))  # type: ignore[arg-type]
    def tax_within(self, refund: Refund) -> str:
        return euros(refund.tax)

    @display(description=gettext_lazy("of which delivery"))  # type: ignore[arg-type]
    def delivery_sum(self, refund: Refund) -> str:
        return euros(refund.delivery)

    @display(description=gettext_lazy("state"), ordering="state", label=LABELS)  # type: ignore[arg-type, call-arg]
    def how_far(self, refund: Refund) -> tuple[str, str]:
        return refund.state, refund.get_state_display()

    def has_see_to_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        failed = object_id is not None and Refund.objects.filter(pk=object_id, state=State.FAILED).exists()
        return failed and request.user.has_perm("returns.retry_refund")

    @action(description=gettext_lazy("See to it"), url_path="see-to", permissions=["see_to"], icon="build")  # type: ignore[arg-type, operator]
    def see_to(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Begin what has failed again, or note how it was settled instead."""
        refund = get_object_or_404(Refund.objects.select_related("order"), pk=object_id)
        by_hand = "by_hand" in request.POST
        form = ByHandForm(request.POST if by_hand else None)
        if request.method == "POST" and (not by_hand or form.is_valid()):
            try:
                self._see_to(request, refund, form if by_hand else None)
            except Refusal as refusal:
                messages.error(request, refusal.sentence)
            return redirect("admin:returns_refund_change", refund.pk)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "original": refund,
            "title": _("See to the refund of order %(number)s") % {"number": refund.order.number},
            "failed": [
                (part_words(part), part, trouble_words(part)) for part in refund.parts.filter(state=State.FAILED)
            ],
            "form": form,
        }
        return TemplateResponse(request, "admin/returns/see_to.html", context)

    def _see_to(self, request: HttpRequest, refund: Refund, form: ByHandForm | None) -> None:
        if form is None:
            services.retry(refund)
            self.log_change(request, refund, _("begun again"))
            messages.success(request, _("It is being sent again."))
        else:
            services.settle_by_hand(refund, note=form.cleaned_data["note"])
            self.log_change(request, refund, _("settled by hand"))
            messages.success(request, _("Noted: settled by hand."))
