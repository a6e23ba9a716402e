"""The account's own pages in its menu."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from oscar.apps.address.models import UserAddress

from shop.accounts import purposes
from shop.accounts.menu import Entry, register
from shop.accounts.models import User
from shop.pages.addresses import OWN_NAMES
from shop.people.selectors import agreed
from shop.people.services import person_for_user


def announce() -> None:
    """Register them; called once the apps are ready."""
    for entry in (
        Entry("addresses", gettext_lazy("Addresses"), "account_addresses", "map-pin", "shopping", 20, _addresses),
        Entry("profile", gettext_lazy("Name and language"), "account_profile", "user", "you", 10, _profile),
        Entry("email", gettext_lazy("E-mail"), "account_email", "envelope", "you", 20, _email),
        Entry("consents", gettext_lazy("What you agreed to"), "account_consents", "document-check", "you", 30, _agreed),
        Entry(
            *("password", gettext_lazy("Password"), "account_change_password", "key", "entry", 10, _password),
            within=("account_set_password",),
        ),
        Entry("second", gettext_lazy("Second step and passkeys"), "mfa_index", "finger-print", "entry", 20, _second),
        Entry("devices", gettext_lazy("Devices"), "usersessions_list", "device-phone-mobile", "entry", 30, _devices),
        Entry(
            *("connections", gettext_lazy("Other services"), "socialaccount_connections", "link", "entry", 40),
            detail=_connections,
            shown=_has_connections,
        ),
    ):
        register(entry)


def _addresses(user: User) -> str:
    count = UserAddress.objects.filter(user=user).count()
    return ngettext("%(n)s address", "%(n)s addresses", count) % {"n": count} if count else _("none yet")


def _profile(user: User) -> str:
    person = person_for_user(user=user)
    return ", ".join(filter(None, (person.name, OWN_NAMES.get(person.language, person.language))))


def _email(user: User) -> str:
    return user.email


def _agreed(user: User) -> str:
    person = person_for_user(user=user)
    said = [str(purpose.title) for purpose in purposes.all_purposes() if agreed(person, purpose.code)]
    return ", ".join(said) or _("none yet")


def _password(user: User) -> str:
    return _("chosen") if user.has_usable_password() else _("none yet")


def _second(user: User) -> str:
    return _("set up") if is_mfa_enabled(user) else _("not set up yet")


def _devices(user: User) -> str:
    count = UserSession.objects.filter(user=user).count()
    return ngettext("%(n)s device is signed in", "%(n)s devices are signed in", count) % {"n": count}


def _connections(user: User) -> str:
    names = SocialAccount.objects.filter(user=user).order_by("pk").values_list("provider", flat=True)
    return ", ".join(name.capitalize() for name in names) or _("none yet")


def _has_connections(user: User) -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS) or SocialAccount.objects.filter(user=user).exists()
