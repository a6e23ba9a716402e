"""The account's own page, and what a person says of themselves."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shop.accounts import menu, services
from shop.accounts.forms import ProfileForm
from shop.accounts.models import User
from shop.people.services import person_for_user


@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What there is in the account, with a word on how each thing stands."""
    user = cast(User, request.user)
    person = person_for_user(user=user, language=(get_language() or "fr")[:2])
    return render(request, "account/home.html", {"person": person, "groups": menu.items(user, details=True)})


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, and the language of pages and mails: the next page is in it."""
    user = cast(User, request.user)
    person = person_for_user(user=user, language=(get_language() or "fr")[:2])
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        services.introduce(user=user, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Done."))
            return redirect("account_profile")
    return render(request, "account/profile.html", {"form": form})
