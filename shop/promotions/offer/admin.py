"""A merchant makes a promotion or a code today; the whole room of promotions comes later."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectMultipleWidget, UnfoldAdminSplitDateTimeWidget, UnfoldAdminTextInputWidget

from catalog.models import Category, Product
from shop.promotions.folding import folded
from shop.promotions.making import Wish, make_promotion
from shop.promotions.offer.models import Benefit, ConditionalOffer
from shop.promotions.voucher.models import Voucher

KINDS = [
    (Benefit.PERCENTAGE, gettext_lazy("per cent off")),
    (Benefit.FIXED, gettext_lazy("euros off")),
    (Benefit.SHIPPING_PERCENTAGE, gettext_lazy("per cent off delivery")),
]
TEXT = UnfoldAdminTextInputWidget


class PromotionForm(forms.ModelForm):  # type: ignore[type-arg]
    """What to take off, of what, from when to when, and for whom."""

    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=128, widget=TEXT())
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=128, widget=TEXT())
    kind = forms.ChoiceField(label=gettext_lazy("What it gives"), choices=KINDS)
    value = forms.DecimalField(label=gettext_lazy("How much"), min_value=0, max_digits=8, decimal_places=2)
    least = forms.DecimalField(
        label=gettext_lazy("From this sum of goods, €"), min_value=0, decimal_places=2, required=False
    )
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60, required=False, help_text=gettext_lazy("Empty: for everybody.")
    )
    once = forms.BooleanField(label=gettext_lazy("Once a person"), required=False)
    most = forms.IntegerField(label=gettext_lazy("Purchases at most"), min_value=1, required=False)
    starts_at = forms.SplitDateTimeField(label=gettext_lazy("From"), widget=UnfoldAdminSplitDateTimeWidget())
    ends_at = forms.SplitDateTimeField(label=gettext_lazy("Until"), widget=UnfoldAdminSplitDateTimeWidget())
    categories: Any = forms.ModelMultipleChoiceField(
        Category.objects.all(),
        label=gettext_lazy("Categories"),
        required=False,
        widget=UnfoldAdminSelectMultipleWidget(),
        help_text=gettext_lazy("Neither categories nor products: everything."),
    )
    products: Any = forms.ModelMultipleChoiceField(
        Product.objects.exclude(structure=Product.CHILD),
        label=gettext_lazy("Products"),
        required=False,
        widget=UnfoldAdminSelectMultipleWidget(),
    )

    class Meta:
        model = ConditionalOffer
        fields: tuple[str, ...] = ()

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        if code and (not folded(code) or Voucher.objects.filter(folded=folded(code)).exists()):
            raise ValidationError(_("There is a code like this already, or it has no letters. Choose another one."))
        return code

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        name = given.get("name_fr", "")
        if ConditionalOffer.objects.filter(name_fr=name).exists() or Voucher.objects.filter(name=name).exists():
            self.add_error("name_fr", _("There is a promotion of this name already."))
        if ConditionalOffer.objects.filter(name_en=given.get("name_en", "")).exists():
            self.add_error("name_en", _("There is a promotion of this name already."))
        if given.get("kind") != Benefit.FIXED and (given.get("value") or 0) > 100:
            self.add_error("value", _("More than 100 per cent cannot be taken off."))
        if given.get("starts_at") and given.get("ends_at") and given["starts_at"] >= given["ends_at"]:
            self.add_error("ends_at", _("It ends before it begins."))
        return given


@admin.register(ConditionalOffer)
class PromotionAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Made once; afterwards it is looked at, or ended by suspending it."""

    list_display = ("name", "codes", "start_datetime", "end_datetime", "num_orders", "total_discount", "status")
    list_filter = ("offer_type", "status")
    list_per_page = 50
    search_fields = ("name_fr", "name_en", "vouchers__code")
    actions = ("suspend",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs) if obj else PromotionForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None:
            return [(None, {"fields": ["name", "codes", "start_datetime", "end_datetime", "num_orders", "status"]})]
        return [(None, {"fields": list(PromotionForm.base_fields)})]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("codes"))
    def codes(self, obj: ConditionalOffer) -> str:
        return ", ".join(obj.vouchers.values_list("code", flat=True))

    @admin.action(description=gettext_lazy("End these promotions now"), permissions=["change"])
    def suspend(self, request: HttpRequest, queryset: Any) -> None:
        queryset.update(status=ConditionalOffer.SUSPENDED)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        given = {name: form.cleaned_data[name] for name in PromotionForm.base_fields}
        return make_promotion(Wish(**given))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Made already, with all that belongs to it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The same."""
