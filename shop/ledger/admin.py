"""The ledger in the admin: everything to be seen, one thing to be done, which asks for a reason."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from shop.ledger import services
from shop.ledger.exceptions import BadAmount, NotEnough
from shop.ledger.models import Account, Entry, Hold
from shop.people.readonly import ReadOnly
from shop.people.services import person_for_user


class CorrectionForm(forms.Form):
    """How much, and why. `key` makes a second click the same correction."""

    amount = forms.IntegerField(
        label=gettext_lazy("Amount"),
        help_text=gettext_lazy("More than zero adds, less than zero takes away; in the account’s unit."),
        widget=UnfoldAdminIntegerFieldWidget,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if not amount:
            raise forms.ValidationError(_("A correction of nothing is none."))
        return amount


@admin.register(Account)
class AccountAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc, type-arg]
    """Who has what. Numbers change by entries only; staff add one by "correct"."""

    list_display = ("owner", "unit", "balance", "held", "debt", "created_at")
    list_filter = ("unit", ("moved_to", admin.EmptyFieldListFilter))
    search_fields = ("person__email", "person__name", "key")
    list_select_related = ("person",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-id",)
    fields = ("owner", "unit", "balance", "held", "debt", "statement", "moved_to", "created_at")
    readonly_fields = fields
    actions_detail = ("correct",)  # type: ignore[assignment]

    @display(description=gettext_lazy("owner"))  # type: ignore[arg-type]
    def owner(self, account: Account) -> str:
        return str(account.person or account.key)

    @display(description=gettext_lazy("statement"))  # type: ignore[arg-type]
    def statement(self, account: Account) -> str:
        address = reverse("admin:ledger_entry_changelist") + f"?account__id__exact={account.pk}"
        return format_html('<a class="underline" href="{}">{}</a>', address, _("all entries"))

    def has_correct_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return bool(request.user.has_perm("ledger.correct_account"))

    @action(description=gettext_lazy("Correct"), url_path="correct", permissions=["correct"], icon="edit_note")  # type: ignore[arg-type, operator]
    def correct(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for amount and reason, write one entry in the name of whoever is signed in."""
        account = get_object_or_404(Account.objects.select_related("person"), pk=object_id)
        form = CorrectionForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._corrected(request, account, form):
            messages.success(request, _("Corrected by one entry."))
            return redirect("admin:ledger_account_change", account.pk)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "original": account,
            "title": _("Correct: %(account)s") % {"account": account},
            "form": form,
        }
        return TemplateResponse(request, "ledger/correct.html", context)

    def _corrected(self, request: HttpRequest, account: Account, form: CorrectionForm) -> bool:
        try:
            services.correct(
                account=account,
                amount=form.cleaned_data["amount"],
                unit=account.unit,
                reason=form.cleaned_data["reason"],
                source=f"admin-{form.cleaned_data['key']}",
                by=person_for_user(user=request.user),
            )
        except NotEnough as refusal:
            form.add_error("amount", _("Only %(available)s can be taken away.") % {"available": refusal.available})
        except BadAmount:
            form.add_error("amount", _("This is more than an account can count."))
        return not form.errors


@admin.register(Entry)
class EntryAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc, type-arg]
    """What happened, newest first."""

    list_display = ("created_at", "account", "kind", "source", "worth", "balance_after", "debt_after", "note")
    list_filter = ("account__unit", "kind")
    search_fields = ("=source", "account__person__email", "account__key")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        return super().get_queryset(request).select_related("account__person", "created_by")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "account__id__exact" or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    @display(description=gettext_lazy("worth"))  # type: ignore[arg-type]
    def worth(self, entry: Entry) -> str:
        return f"{entry.worth:+d}"


@admin.register(Hold)
class HoldAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc, type-arg]
    """What is promised at the moment, and what became of it."""

    list_display = ("key", "account", "amount", "state", "expires_at", "created_at", "ended_at")
    list_filter = ("state", "account__unit")
    search_fields = ("=key", "account__person__email", "account__key")
    list_select_related = ("account__person",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-id",)
