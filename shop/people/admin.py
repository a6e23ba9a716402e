"""Persons in the admin: who they are and what they agreed to. An address is changed by proving it, not here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from shop.pages.addresses import absolute
from shop.people.models import Consent, Person, Suppression, TouchDay, TouchLink
from shop.people.readonly import ReadOnly
from shop.people.services import make_link
from shop.people.touches import is_inside


class ConsentInline(ReadOnly, TabularInline):  # type: ignore[misc, type-arg]
    """What was said, newest first."""

    model = Consent
    fields = ("purpose", "granted", "wording", "source", "proof", "created_at")
    readonly_fields = fields
    extra = 0


@admin.register(Person)
class PersonAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Name, town and language may be put right; persons are neither added nor deleted by hand."""

    list_display = ("__str__", "email", "town", "language", "account", "created_at")
    list_filter = ("language", ("user", admin.EmptyFieldListFilter), ("merged_into", admin.EmptyFieldListFilter))
    search_fields = ("email", "name")
    list_select_related = ("user",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-id",)
    fieldsets = (
        (None, {"fields": ("name", "town", "language")}),
        (_("Known by"), {"fields": ("email", "email_proven_at", "user", "merged_into", "created_at", "erased_at")}),
    )
    readonly_fields = ("email", "email_proven_at", "user", "merged_into", "created_at", "erased_at")
    inlines = (ConsentInline,)

    @display(description=_("account"), boolean=True)  # type: ignore[arg-type]
    def account(self, person: Person) -> bool:
        return not person.is_guest

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only what was changed: an address may be proven while the form is open."""
        obj.save(update_fields=form.changed_data)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc, type-arg]
    """How many are not written to, and why; not who."""

    list_display = ("__str__", "scope", "reason", "created_at")
    list_filter = ("scope", "reason")
    list_per_page = 50


class TouchLinkForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = TouchLink
        fields = ("target", "kind", "expires_at")

    def clean_target(self) -> str:
        target = str(self.cleaned_data["target"]).strip()
        if not is_inside(target):
            raise forms.ValidationError(
                gettext("A link leads to a page of this shop. Write its path, for example /fr/p/affiche-phare/.")
            )
        return target


class TouchDayInline(ReadOnly, TabularInline):  # type: ignore[misc, type-arg]
    """How often it was followed, newest day first."""

    model = TouchDay
    fields = readonly_fields = ("day", "count")
    extra = 0
    per_page = 31  # type: ignore[assignment]


@admin.register(TouchLink)
class TouchLinkAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Links for a campaign, a card in the parcel, a partner: made here, followed outside, counted by day."""

    form = TouchLinkForm
    list_display = ("address", "target", "kind", "followed", "expires_at")
    list_filter = ("kind",)
    search_fields = ("token", "target")
    list_per_page = 50
    fields = ("address", "target", "kind", "expires_at")
    readonly_fields = ("address",)
    inlines = (TouchDayInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TouchLink]:
        return super().get_queryset(request).annotate(followed=Sum("days__count"))

    @display(description=_("address"))  # type: ignore[arg-type]
    def address(self, link: TouchLink) -> str:
        return absolute(f"/r/{link.token}") if link.token else gettext("Made when saved.")

    @display(description=_("followed"))  # type: ignore[arg-type]
    def followed(self, link: Any) -> int:
        return link.followed or 0

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new one gets its token from the service."""
        if change:
            obj.save()
            return
        made = make_link(target=obj.target, kind=obj.kind, expires_at=obj.expires_at)
        obj.pk, obj.token = made.pk, made.token
