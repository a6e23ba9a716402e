"""Who may enter the administration, and which language it speaks to them."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.people.models import Person

ADMIN = "/admin/"


class AdminDoor:
    """One door before every address of the admin, whatever the views behind it check themselves.

    Strangers go to the shop's own sign-in, shoppers get a 403 in words, staff need a second step
    where settings.ADMIN_NEEDS_MFA says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ADMIN):
            return self.get_response(request)
        _speak_their_language(request)
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else ADMIN)
        if not (user.is_active and user.is_staff):
            raise PermissionDenied
        if settings.ADMIN_NEEDS_MFA and (elsewhere := _second_step(request)):
            return elsewhere
        if request.path in (f"{ADMIN}login/", f"{ADMIN}password_change/"):
            # Django's own doors stay shut: the account's pages count attempts and ask for the second step.
            return redirect(ADMIN if request.path.endswith("login/") else "account_change_password")
        return self.get_response(request)


def _second_step(request: HttpRequest) -> HttpResponse | None:
    """Where to go first, or None when this session has passed a second step."""
    if not is_mfa_enabled(cast(User, request.user)):
        messages.info(
            request, _("The administration asks for a second step at sign-in. Set one up here, then go on to it.")
        )
        return redirect("mfa_index")
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, cast(User, request.user))):
        return None
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': ADMIN})}")


def _speak_their_language(request: HttpRequest) -> None:
    """What was chosen by the switch (a cookie) first, then the person's language, then the browser's."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or not request.user.is_authenticated:
        return
    language = Person.objects.filter(user=request.user.pk).values_list("language", flat=True).first()
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
