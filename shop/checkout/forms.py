"""What the checkout asks beside the address: sentences say what is missing and what a right answer looks like."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.delivery.addresses import Address
from shop.delivery.choosing import Choice
from shop.delivery.forms import AddressForm
from shop.people.addresses import canonical
from shop.people.exceptions import NotAnAddress

NEW = "new"
TO_THE_DOOR = ("line1", "line2", "city")
# Where an error leads when its field has no id of its own.
ANCHORS = {"delivery": "till-delivery", "point": "till-delivery", "saved": "till-where"}


@dataclass(frozen=True)
class Slip:
    """Something to mend: which field (empty: the whole), where it stands on the page, and the sentence."""

    name: str
    anchor: str
    sentence: str


class CheckoutForm(AddressForm):
    """Everything a guest fills in. A member leaves out what is known: `member` is their e-mail, `book` their addresses.

    `choice` is what can be chosen for the destination that was typed: a parcel that is fetched needs no street, a way
    of delivery that is not in it is refused.
    """

    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("For the confirmation and the parcel. Nothing else unless you agree."),
        error_messages={"required": gettext_lazy("Your e-mail is missing: the confirmation goes there.")},
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )
    saved = forms.CharField(required=False)
    delivery = forms.CharField(
        max_length=64, error_messages={"required": gettext_lazy("Choose how it is to be delivered.")}
    )
    point = forms.CharField(max_length=64, required=False)
    letter = forms.BooleanField(
        label=gettext_lazy("Receive the monthly letter"),
        help_text=gettext_lazy("One a month, you leave with one click."),
        required=False,
    )
    field_order = ["email", "saved", "first_name", "last_name", "line1", "postcode", "city", "country"]  # type: ignore[misc]

    def __init__(
        self,
        *args: Any,
        choice: Choice,
        member: str = "",
        book: Sequence[tuple[str, Address]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choice, self.member, self.book = choice, member, dict(book)
        self.is_fetched = choice.quote is not None and choice.quote.is_pickup
        if member:
            del self.fields["email"]
        asked = () if self.picked else ("first_name", "last_name", "postcode", "country")
        self._ask(asked if self.is_fetched or self.picked else (*asked, "line1", "city"))

    def _ask(self, names: Sequence[str]) -> None:
        for name in ("first_name", "last_name", "line1", "postcode", "city", "country"):
            self.fields[name].required = name in names
            # On the page they are asked for whenever they are shown.
            self.fields[name].widget.attrs["required"] = True

    @property
    def picked(self) -> Address | None:
        """The saved address that is chosen, if one is."""
        return self.book.get(str(self["saved"].value() or ""))

    @property
    def picked_id(self) -> str:
        """Its number in the book; empty when another address is written."""
        return str(self["saved"].value()) if self.picked else ""

    def clean_email(self) -> str:
        try:
            return canonical(self.cleaned_data["email"])
        except NotAnAddress as wrong:
            raise ValidationError(
                _("This is no complete e-mail address. It looks like this: ada@example.org.")
            ) from wrong

    def clean_delivery(self) -> str:
        code = str(self.cleaned_data["delivery"])
        if code not in {quote.code for quote in self.choice.quotes}:
            raise ValidationError(_("This delivery is not offered for this address. Choose another one."))
        return code

    def clean(self) -> dict[str, Any]:
        if self.picked or self.is_fetched:
            unasked = TO_THE_DOOR if not self.picked else (*TO_THE_DOOR, "first_name", "last_name", "postcode", "phone")
            for name in unasked:
                self.errors.pop(name, None)
                self.cleaned_data[name] = ""
        given = super().clean()
        if self.choice.wants_point and "delivery" in given and "postcode" in given:
            self.add_error("point", _("Choose where you will fetch your parcel."))
        return given

    def address(self) -> Address:
        """Where it goes, as typed or picked, before a pick-up point takes its place. Only of a valid form."""
        if self.picked is not None:
            return self.picked
        names = ("first_name", "last_name", "line1", "line2", "postcode", "city", "country", "phone")
        return Address(**{name: str(self.cleaned_data.get(name) or "") for name in names})

    @property
    def slips(self) -> list[Slip]:
        """What is to be mended, in the order of the page."""
        found = [
            Slip(name, ANCHORS.get(name, f"id_{name}"), str(sentence))
            for name in self.fields
            for sentence in self.errors.get(name, ())
        ]
        return found + [Slip("", "", str(sentence)) for sentence in self.non_field_errors()]
