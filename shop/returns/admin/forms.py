"""What staff type when they refund an order, and what stands in the way, beside the field it belongs to."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from shop.cents import cents
from shop.pages.money import euros
from shop.returns.exceptions import Refusal, TooManyPieces
from shop.returns.models import Refund
from shop.returns.planning import Plan, Wanted, plan
from shop.returns.selectors import LineStanding, Standing
from shop.stock.admin import Amount


class RefundForm(forms.Form):
    """Pieces of each line, the delivery, or an amount; why; what becomes of the goods.

    `everything` stands for all that is left and makes the three before it mute. `key` makes a second click the same
    refund, `shown` is the sum (cents) that was agreed to. Valid, it has a `plan`.
    """

    delivery = forms.BooleanField(required=False, widget=UnfoldBooleanWidget)
    amount = Amount(
        label=gettext_lazy("Amount, €"),
        required=False,
        help_text=gettext_lazy("A part of the price: the customer keeps the goods. It is spread over the lines."),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("Choose one")), *Refund.Reason.choices],
        error_messages={"required": gettext_lazy("Choose a reason.")},
        widget=UnfoldAdminSelectWidget,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("Not shown to the customer."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    restock = forms.BooleanField(
        label=gettext_lazy("The goods are back and can be sold again"),
        required=False,
        help_text=gettext_lazy("Pieces that have not left yet are free again in any case."),
        widget=UnfoldBooleanWidget,
    )
    everything = forms.BooleanField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    plan: Plan

    def __init__(self, standing: Standing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        for one in standing.lines:
            self.fields[f"line_{one.line.pk}"] = _pieces(one)
        left = {"left": euros(standing.delivery_left)}
        self.fields["delivery"].label = _("Refund the delivery: %(left)s") % left
        self.fields["delivery"].disabled = not standing.delivery_left

    @property
    def rows(self) -> list[tuple[LineStanding, forms.BoundField]]:
        """Each line of the order with the field for its pieces."""
        return [(one, self[f"line_{one.line.pk}"]) for one in self.standing.lines]

    @property
    def others(self) -> list[forms.BoundField]:
        """What is asked below the lines."""
        return [self[name] for name in ("amount", "reason", "note", "restock")]

    def wanted(self) -> Wanted:
        """What was typed, as the plan takes it."""
        given = self.cleaned_data
        if given.get("everything"):
            return Wanted()
        pieces = {one.line.pk: given.get(f"line_{one.line.pk}") or 0 for one in self.standing.lines}
        lines = {line_id: quantity for line_id, quantity in pieces.items() if quantity}
        amount = given.get("amount")
        return Wanted(lines, bool(given.get("delivery")), cents(amount) if amount else None)

    def clean(self) -> dict[str, Any]:
        """Works the refund out; a refusal stands beside what it is about."""
        given = super().clean() or self.cleaned_data
        if any(name in self.errors for name in self.fields if name not in ("reason", "note")):
            return given
        wanted = self.wanted()
        if wanted.amount and wanted.lines:
            self.add_error("amount", _("Pieces or an amount: make two refunds of it."))
            return given
        try:
            self.plan = plan(self.standing, wanted)
        except TooManyPieces as refusal:
            self.add_error(f"line_{refusal.line_id}", refusal.sentence)
        except Refusal as refusal:
            self.add_error("amount" if wanted.amount else None, refusal.sentence)
        return given


def _pieces(one: LineStanding) -> forms.IntegerField:
    left = one.bought.pieces_left
    # Too many is the plan's to refuse, in its words.
    return forms.IntegerField(
        label=one.line.title,
        min_value=0,
        initial=0,
        required=False,
        disabled=not left,
        widget=UnfoldAdminIntegerFieldWidget(attrs={"inputmode": "numeric", "max": left}),
    )


class ByHandForm(forms.Form):
    """How the money went back instead."""

    note = forms.CharField(
        label=gettext_lazy("How was it settled?"),
        max_length=500,
        help_text=gettext_lazy("For example: bank transfer of 3 December, reference 1234."),
        widget=UnfoldAdminTextInputWidget,
    )
