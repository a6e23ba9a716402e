"""Pick-up points."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from oscar.apps.address.models import Country
from unfold.admin import ModelAdmin

from catalog.admin.writing import both
from shop.delivery import places, selectors
from shop.delivery.addresses import clean_postcode
from shop.delivery.admin.standing import Standing
from shop.delivery.models import PickupPoint


class PointForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PickupPoint
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.queryset = Country.objects.filter(is_shipping_country=True)
        named = [(one.pk, selectors.country_name(one.pk)) for one in country.queryset]
        country.choices = [("", "–"), *sorted(named, key=lambda one: places.folded(one[1]))]

    def clean(self) -> dict[str, Any]:
        """A postcode as its country writes it; a place on the map is two figures or none."""
        given = super().clean() or self.cleaned_data
        if given.get("country") and given.get("postcode"):
            try:
                given["postcode"] = clean_postcode(given["country"].pk, given["postcode"])
            except forms.ValidationError as error:
                self.add_error("postcode", error)
        if (given.get("latitude") is None) != (given.get("longitude") is None) and not self.errors:
            self.add_error("latitude", _("Give latitude and longitude, or neither."))
        return given


@admin.register(PickupPoint)
class PickupPointAdmin(Standing, ModelAdmin):  # type: ignore[misc, type-arg]
    form = PointForm
    list_display = ("name", "code", "address", "postcode", "city", "country_id", "active")
    list_display_links = ("name",)
    list_editable = ("active",)
    list_filter = ("active", "country")
    list_per_page = 50
    search_fields = ("name", "code", "postcode", "city")
    fields = (
        ("name", "code"),
        "address",
        ("postcode", "city", "country"),
        both("hours"),
        ("latitude", "longitude"),
        "active",
    )
