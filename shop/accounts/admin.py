"""Accounts in the admin: who can sign in, and who is staff."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.contrib.sites.models import Site
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from oscar.apps.address.models import Country, UserAddress
from oscar.apps.communication.models import CommunicationEventType, Email, Notification
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from shop.accounts.models import User

# Tables of the ground that nobody edits by hand, and whose own pages know neither our user model nor our look.
GROUND: tuple[Any, ...] = (
    *(EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession, Site, Group),
    *(Country, UserAddress, CommunicationEventType, Email, Notification),
)
for model in GROUND:
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class AddressInline(TabularInline):  # type: ignore[type-arg]
    """The e-mails of an account, and whether they are proven."""

    model = EmailAddress
    fields = ("email", "verified", "primary")
    extra = 0


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[misc, type-arg]
    """Sign-in data only; the person behind it has a page of their own."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    ordering = ("email",)
    list_display = ("email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    list_per_page = 50
    filter_horizontal = ("groups",)
    inlines = (AddressInline,)
    actions = ("forget_second_step",)
    search_fields = ("email", "person__name")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)  # type: ignore[assignment]

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:  # type: ignore[override]
        return self.inlines if obj else ()

    @admin.action(description=_("Forget the second step (telephone lost)"), permissions=["change"])
    def forget_second_step(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For somebody who proved who they are in another way; they set up a new second step afterwards."""
        count = Authenticator.objects.filter(user__in=queryset).delete()[0]
        messages.success(request, _("%(n)s second steps are forgotten.") % {"n": count})


@admin.register(Group)
class GroupAdmin(ModelAdmin):  # type: ignore[type-arg]
    search_fields = ("name",)
    list_per_page = 50
    filter_horizontal = ("permissions",)
