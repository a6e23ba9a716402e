"""Ways to deliver, each with its tariff."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.forms import PaginationInlineFormSet

from catalog.admin.writing import both
from shop.cents import cents, euros
from shop.delivery.admin.standing import Standing
from shop.delivery.models import Method, Step
from shop.pages.money import euros as in_words
from shop.stock.admin import Amount


class InCents(Amount):
    """An amount typed in euros with VAT, kept in cents."""

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(euros(value) if isinstance(value, int) else value)

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        return cents(amount) if isinstance(amount, Decimal) else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(euros(initial) if isinstance(initial, int) else initial, data))


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    up_to_total = InCents(label=gettext_lazy("for goods up to, € (empty: any)"), required=False)
    price = InCents(label=gettext_lazy("price with VAT, €"))

    class Meta:
        model = Step
        fields = ("up_to_grams", "up_to_total", "price")


class StepFormSet(PaginationInlineFormSet):  # type: ignore[type-arg]
    """No step twice; a way that is offered has at least one."""

    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data]
        kept = [row for row in rows if not row.get("DELETE")]
        twice = [step for step, n in Counter((row["up_to_grams"], row["up_to_total"]) for row in kept).items() if n > 1]
        for grams, total in twice:
            given = {"grams": grams, "total": in_words(total)}
            if total is None:
                raise forms.ValidationError(_("Two steps up to %(grams)s g: keep one.") % given)
            raise forms.ValidationError(_("Two steps up to %(grams)s g for goods up to %(total)s: keep one.") % given)
        if self.instance.active and not kept and not any(form.errors for form in self.forms):
            raise forms.ValidationError(_("A way that is offered needs at least one step of its tariff."))

    def validate_unique(self) -> None:
        """Told by `clean`, in words of this shop."""


class StepInline(TabularInline):  # type: ignore[type-arg]
    model = Step
    form, formset = StepForm, StepFormSet
    fields = ("up_to_grams", "up_to_total", "price")
    extra = 1


class MethodForm(forms.ModelForm):  # type: ignore[type-arg]
    free_from = InCents(
        label=gettext_lazy("Free from, €"),
        required=False,
        help_text=gettext_lazy("Goods with VAT, reductions deducted. Empty: never free."),
    )

    class Meta:
        model = Method
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in both("name"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """What no carrier does is refused, each beside its field."""
        given = super().clean() or self.cleaned_data
        least, most = given.get("days_min"), given.get("days_max")
        if least is not None and most is not None and most < least:
            words = _("At least %(least)s working days, at most %(most)s: turn them round.")
            self.add_error("days_max", words % {"least": least, "most": most})
        zone, code = given.get("zone"), given.get("code")
        if zone and code and Method.objects.filter(zone=zone, code=code).exclude(pk=self.instance.pk).exists():
            words = _("The zone “%(zone)s” has a way with this code already.")
            self.add_error("code", words % {"zone": zone.name})
        return given

    def _get_validation_exclusions(self) -> set[str]:
        # Both are told above, in words of this shop; the database still refuses.
        return {*super()._get_validation_exclusions(), "days_max", "code"}  # type: ignore[misc]


@admin.register(Method)
class MethodAdmin(Standing, ModelAdmin):  # type: ignore[misc, type-arg]
    form = MethodForm
    list_display = ("name", "zone", "kind", "tariff", "days", "order_before", "free", "active", "position")
    list_display_links = ("name",)
    list_editable = ("active", "position")
    list_filter = ("zone", "kind", "active")
    list_select_related = ("zone",)
    list_per_page = 50
    search_fields = ("name_fr", "name_en", "code")
    inlines = (StepInline,)
    fieldsets = (
        (None, {"fields": (("zone", "kind"), both("name"), ("code", "position"), "active")}),
        (gettext_lazy("Price"), {"fields": ("free_from", "free_by_promotion")}),
        (gettext_lazy("Days"), {"fields": (("days_min", "days_max"), "order_before")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Method]:
        return super().get_queryset(request).prefetch_related("steps")

    @display(description=gettext_lazy("tariff"))  # type: ignore[arg-type]
    def tariff(self, method: Method) -> str:
        steps = list(method.steps.all())
        if not steps:
            return _("none: offered to nobody")
        heaviest = max(step.up_to_grams for step in steps) / 1000
        prices = sorted({step.price for step in steps})
        told = in_words(prices[0]) if len(prices) == 1 else f"{in_words(prices[0])}–{in_words(prices[-1])}"
        return _("%(prices)s, up to %(weight)s kg") % {"prices": told, "weight": f"{heaviest:g}"}

    @display(description=gettext_lazy("working days"))  # type: ignore[arg-type]
    def days(self, method: Method) -> str:
        return str(method.days_min) if method.days_min == method.days_max else f"{method.days_min}–{method.days_max}"

    @display(description=gettext_lazy("free from"))  # type: ignore[arg-type]
    def free(self, method: Method) -> str:
        return in_words(method.free_from) or "–"
