"""Zones: which countries are delivered to alike."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from oscar.apps.address.models import Country
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from catalog.admin.writing import both
from shop.delivery import places, selectors
from shop.delivery.admin.standing import Standing
from shop.delivery.models import Zone, ZoneCountry


class ZoneForm(forms.ModelForm):  # type: ignore[type-arg]
    """Countries by name; one that lies in another zone is refused, and the zone named."""

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Countries"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        error_messages={"required": gettext_lazy("A zone has at least one country.")},
        help_text=gettext_lazy("The European Union and Monaco: what lies outside its VAT area is not shipped to."),
    )

    class Meta:
        model = Zone
        fields = (*both("name"), "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in both("name"):
            self.fields[name].required = True
        codes = Country.objects.filter(is_shipping_country=True).values_list("pk", flat=True)
        named = [(code, selectors.country_name(code)) for code in codes]
        field: Any = self.fields["codes"]
        field.choices = sorted(named, key=lambda one: places.folded(one[1]))
        if self.instance.pk:
            field.initial = list(self.instance.countries.values_list("pk", flat=True))

    def clean_codes(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["codes"]
        taken = ZoneCountry.objects.filter(country__in=chosen).exclude(zone=self.instance.pk).select_related("zone")
        sentence = _("%(country)s lies in the zone “%(zone)s” already. Take it out there first.")
        wrong = [
            sentence % {"country": selectors.country_name(entry.country_id), "zone": entry.zone.name}
            for entry in taken.order_by("zone__position", "pk")
        ]
        if wrong:
            raise forms.ValidationError(wrong)
        return chosen

    def keep_countries(self) -> None:
        """Write the zone's countries; called once the zone is saved."""
        self.instance.countries.set(self.cleaned_data["codes"])


@admin.register(Zone)
class ZoneAdmin(Standing, ModelAdmin):  # type: ignore[misc, type-arg]
    form = ZoneForm
    list_display = ("name", "members", "ways", "position")
    list_display_links = ("name",)
    list_editable = ("position",)
    list_per_page = 50
    fields = (both("name"), "codes", "position")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Zone]:
        return super().get_queryset(request).prefetch_related("countries", "methods")

    @display(description=gettext_lazy("countries"))  # type: ignore[arg-type]
    def members(self, zone: Zone) -> str:
        names = [selectors.country_name(country.pk) for country in zone.countries.all()]
        return ", ".join(sorted(names, key=places.folded)) or "–"

    @display(description=gettext_lazy("ways to deliver"))  # type: ignore[arg-type]
    def ways(self, zone: Zone) -> str:
        return ", ".join(method.name for method in zone.methods.all() if method.active) or _("none: nobody can order")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.keep_countries()
