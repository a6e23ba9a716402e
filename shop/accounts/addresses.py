"""An address as its owner writes it into the book."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop.accounts import places


def _text(label: Any, autocomplete: str, longest: int, missing: Any = None, **attributes: str) -> forms.CharField:
    """A line. Without `missing` (what is said when it is empty) it may stay empty."""
    errors = {"required": missing, "max_length": _("That is too long: %(limit_value)d signs at most.")}
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, **attributes})
    return forms.CharField(
        label=label, widget=widget, max_length=longest, required=missing is not None, error_messages=errors
    )


class AddressForm(forms.Form):
    """The eight fields of an address, and whether forms begin with it. What is written is judged by `places.check`."""

    first_name = _text(_("First name"), "given-name", 60, _("Your first name is missing."))
    last_name = _text(_("Last name"), "family-name", 60, _("Your last name is missing."))
    line1 = _text(_("Number and street"), "address-line1", 80, _("Number and street are missing."))
    line2 = _text(_("Building, floor, company"), "address-line2", 80)
    postcode = _text(_("Postcode"), "postal-code", 16, _("The postcode is missing."))
    city = _text(_("Town"), "address-level2", 60, _("The town is missing."))
    country = forms.ChoiceField(
        label=_("Country"),
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={
            "required": _("The country is missing."),
            "invalid_choice": _("We do not deliver to this country yet. Choose another one."),
        },
    )
    phone = _text(_("Telephone"), "tel", 32, inputmode="tel")
    default = forms.BooleanField(label=_("Begin with this address when I order"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = _with(places.countries(None), str(self.initial.get("country", "")))
        country.initial = places.HOME
        self.fields["phone"].widget.input_type = "tel"  # type: ignore[attr-defined]
        self.fields["phone"].help_text = _("The carrier tells you by SMS when your parcel comes.")

    def clean(self) -> dict[str, Any]:
        """Each field by the rules of its country; one that is wrong already is not judged twice."""
        given = {name: self.cleaned_data.get(name) or "" for name in places.FIELDS}
        if not given["country"]:
            given |= {"postcode": "", "phone": ""}
        try:
            self.cleaned_data |= {name: value for name, value in places.check(given).items() if given[name]}
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                if name not in self.errors:
                    self.add_error(name, errors)
        return self.cleaned_data

    def values(self) -> dict[str, str]:
        """What is kept. Only after `is_valid`."""
        return {name: self.cleaned_data[name] for name in places.FIELDS}


def _with(choices: list[tuple[str, str]], code: str) -> list[tuple[str, str]]:
    """The country of an address that is there stays among the choices, also when it is delivered to no more."""
    known = {choice for choice, _name in choices}
    return choices if not code or code in known else [*choices, (code, places.name(code))]
