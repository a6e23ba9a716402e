"""Orders in the administration: found by number or address, read in full, with notes among staff."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from shop.order import doors, packing
from shop.order.models import Line, Order, OrderNote, Parcel, Reduction, State
from shop.order.sheets import address_lines, sheet
from shop.pages.money import euros
from shop.pages.templatetags.elements import per_cent
from shop.people.addresses import canonical
from shop.people.exceptions import NotAnAddress
from shop.people.readonly import ReadOnly

COLOURS = {
    State.PLACED: "warning",
    State.PREPARING: "warning",
    State.PARTLY: "info",
    State.SHIPPED: "info",
    State.DELIVERED: "success",
    State.CANCELLED: "danger",
    State.REFUNDED: "danger",
}


class CountedOnce(Paginator):  # type: ignore[type-arg]
    """Counts without the joins of the list: a million orders are counted by their index."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by().values("pk").count()


class LineInline(ReadOnly, TabularInline):  # type: ignore[misc, type-arg]
    """What was sold, with its margin: what came in without VAT less what it cost."""

    model = Line
    fields = readonly_fields = ("what", "partner_sku", "quantity", "cancelled", "sum", "rate", "cost_of", "margin")
    extra = 0

    @admin.display(description=gettext_lazy("product"))
    def what(self, line: Line) -> str:
        return ", ".join(part for part in (line.title, line.variant) if part)

    @admin.display(description=gettext_lazy("total"))
    def sum(self, line: Line) -> str:
        return euros(line.total)

    @admin.display(description=gettext_lazy("VAT"))
    def rate(self, line: Line) -> str:
        return f"{euros(line.tax)} ({per_cent(line.vat_rate)})"

    @admin.display(description=gettext_lazy("cost"))
    def cost_of(self, line: Line) -> str:
        return euros(line.cost)

    @admin.display(description=gettext_lazy("margin"))
    def margin(self, line: Line) -> str:
        return euros(line.total - line.tax - line.cost)


class ReductionInline(ReadOnly, TabularInline):  # type: ignore[misc, type-arg]
    model = Reduction
    fields = readonly_fields = ("label", "kind", "code", "sum")
    extra = 0

    @admin.display(description=gettext_lazy("amount"))
    def sum(self, reduction: Reduction) -> str:
        return euros(reduction.amount)


class ParcelInline(ReadOnly, TabularInline):  # type: ignore[misc, type-arg]
    model = Parcel
    fields = readonly_fields = ("number", "state", "carrier", "tracking", "batch", "shipped_at", "delivered_at")
    extra = 0


class NoteInline(TabularInline):  # type: ignore[type-arg]
    """Among staff; never shown to the buyer. Written once."""

    model = OrderNote
    fields = ("message", "user", "date_created")
    readonly_fields = ("user", "date_created")
    extra = 1
    verbose_name, verbose_name_plural = gettext_lazy("internal note"), gettext_lazy("internal notes")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Order)
class OrderAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Read, but for its notes: an order is changed by parcels and refunds."""

    list_display = ("number", "how_far", "sum", "person", "guest_email", "date_placed")
    list_filter = ("status", "channel")
    list_select_related = ("person",)
    list_per_page = 50
    show_full_result_count = False
    paginator = CountedOnce
    ordering = ("-date_placed", "-id")
    search_fields = ("number",)
    search_help_text = gettext_lazy("Number of the order, or the whole e-mail address")
    inlines = (LineInline, ReductionInline, ParcelInline, NoteInline)
    change_form_before_template = "admin/order/before.html"  # type: ignore[assignment]
    fields = (
        *("number", "standing", "date_placed", "person", "guest_email", "language", "channel", "touch"),
        *("where", "shipping_method", "days", "sum", "vat", "margin", "paid"),
    )
    readonly_fields = fields

    @display(description=gettext_lazy("state"), label=COLOURS, ordering="status")  # type: ignore[arg-type]
    def how_far(self, order: Order) -> tuple[str, str]:
        return order.status, order.get_status_display()

    @admin.display(description=gettext_lazy("state"))
    def standing(self, order: Order) -> str:
        """On its own page, where labels have no colour."""
        return order.get_status_display()

    @display(description=gettext_lazy("total"), ordering="total_incl_tax")  # type: ignore[arg-type]
    def sum(self, order: Order) -> str:
        return euros(order.total)

    @admin.display(description=gettext_lazy("VAT by rate"))
    def vat(self, order: Order) -> str:
        return ", ".join(f"{per_cent(rate)}: {euros(tax)}" for rate, tax in sheet(order).vat)

    @admin.display(description=gettext_lazy("margin without delivery"))
    def margin(self, order: Order) -> str:
        return euros(sheet(order).margin)

    @admin.display(description=gettext_lazy("paid"))
    def paid(self, order: Order) -> str:
        told = [f"{paid.words}: {euros(paid.amount)}" for paid in sheet(order).payments]
        return ", ".join(told) or euros(order.card_amount + order.other_means)

    @admin.display(description=gettext_lazy("goes to"))
    def where(self, order: Order) -> str:
        return ", ".join(address_lines(order))

    @admin.display(description=gettext_lazy("promised"))
    def days(self, order: Order) -> str:
        return sheet(order).arrival

    def get_urls(self) -> list[URLPattern]:
        """With the page of the parcels."""
        page = self.admin_site.admin_view(lambda request, order_id: packing.work_on(self, request, order_id))
        return [path("<int:order_id>/parcels/", page, name="order_order_parcels"), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        """By an index, whatever the number of orders: the whole number, or the whole address of order or person."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if "@" not in term:
            return queryset.filter(number=term.upper()), False
        try:
            address = canonical(term)
        except NotAnAddress:
            return queryset.none(), False
        by_order, by_person = queryset.filter(guest_email__in={term, address}), queryset.filter(person__email=address)
        found = [*by_order.values_list("pk", flat=True), *by_person.values_list("pk", flat=True)]
        return queryset.filter(pk__in=found), False

    def changeform_view(  # type: ignore[override]
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """With the doors and notes of rooms above."""
        context = dict(extra_context or {})
        order = self.get_object(request, object_id) if object_id else None
        if order is not None and self.has_view_permission(request, order):
            shown = [_parcels_door(order), *(door for some in doors.links.show(request, order) for door in some)]
            may = [door for door in shown if not door.permission or request.user.has_perm(door.permission)]
            context |= {"order_doors": may, "order_notes": doors.notes.show(request, order)}
        return super().changeform_view(request, object_id, form_url, context)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A note bears the name of who wrote it."""
        for note in formset.save(commit=False):
            note.user = request.user
            note.save()
        formset.save_m2m()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _parcels_door(order: Order) -> doors.Door:
    """To the page where its parcels are packed and sent."""
    return doors.Door(_("Pack and send"), reverse("admin:order_order_parcels", args=[order.pk]), "order.change_order")
