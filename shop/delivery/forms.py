"""The address as somebody fills it in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop.delivery import addresses, selectors
from shop.delivery.addresses import Address
from shop.delivery.places import HOME


def _text(label: Any, autocomplete: str, longest: int, missing: Any = None, **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, **attributes})
    # What is typed is tidied by `check`; the field only bounds it. Without `missing` it may stay empty.
    errors = {"required": missing, "max_length": _("That is too long: %(limit_value)d signs at most.")}
    return forms.CharField(
        label=label, widget=widget, max_length=longest, required=missing is not None, error_messages=errors, strip=True
    )


class AddressForm(forms.Form):
    """Who gets the parcel, and where. Field names are those of `Address`.

    `pickup`: the parcel is fetched, so street and town are not asked. `countries`: codes and names to choose from
    (those that are delivered to). Raises nothing; `address()` gives the result once the form is valid.
    """

    first_name = _text(_("First name"), "given-name", addresses.LONGEST_NAME, _("Your first name is missing."))
    last_name = _text(_("Last name"), "family-name", addresses.LONGEST_NAME, _("Your last name is missing."))
    line1 = _text(
        *(_("Number and street"), "address-line1", addresses.LONGEST_LINE, _("Number and street are missing.")),
    )
    line2 = _text(_("Building, floor, company"), "address-line2", addresses.LONGEST_LINE)
    postcode = _text(_("Postcode"), "postal-code", 16, _("The postcode is missing."))
    city = _text(_("Town"), "address-level2", addresses.LONGEST_CITY, _("The town is missing."))
    country = forms.ChoiceField(
        label=_("Country"),
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={
            "required": _("The country is missing."),
            "invalid_choice": _("We do not deliver to this country yet. Choose another one."),
        },
    )
    phone = _text(_("Telephone"), "tel", 32, inputmode="tel")

    def __init__(
        self,
        *args: Any,
        countries: Sequence[tuple[str, str]] | None = None,
        pickup: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["country"]
        choice.choices = selectors.countries() if countries is None else countries
        self.fields["country"].initial = HOME
        self.fields["phone"].help_text = _("The carrier tells you by SMS when your parcel comes.")
        self.fields["phone"].widget.input_type = "tel"  # type: ignore[attr-defined]
        if pickup:
            for name in ("line1", "line2", "city"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Each field by the rules of the country; a field that is wrong already is not asked twice."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if "country" not in given:
            for name in ("postcode", "phone"):
                given.pop(name, None)
        try:
            self.cleaned_data |= {name: value for name, value in addresses.check(given).items() if name in given}
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                self.add_error(name, errors)
        return self.cleaned_data

    def address(self) -> Address:
        """What was filled in. Only after `is_valid`."""
        known = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Address(**known)
