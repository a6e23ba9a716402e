"""To another provider and back.

The way there lies under the language of the page. The way back has one address for all languages, for it must be told
to the provider (docs/operations.md), and speaks the language that was spoken before.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.socialaccount.views import ConnectionsView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from requests import RequestException

from shop.accounts.models import User
from shop.accounts.policy import leads_to_providers
from shop.accounts.social import not_known

log = logging.getLogger(__name__)
LANGUAGE = "language_before_leaving"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@leads_to_providers
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """By POST to the provider; by GET a page that asks first, so that no foreign page signs anybody in.

    What allauth would take from the address (scope, parameters for the provider) is not taken.
    """
    provider = set_up(request, provider_id)
    connecting = request.GET.get("process") == AuthProcess.CONNECT and request.user.is_authenticated
    process = AuthProcess.CONNECT if connecting else AuthProcess.LOGIN
    if request.method != "POST":
        return render(request, "socialaccount/login.html", {"provider": provider, "process": process})
    request.session[LANGUAGE] = translation.get_language()
    try:
        response: HttpResponse = provider.redirect(request, process, next_url=get_next_redirect_url(request))
    except (RequestException, ValueError, KeyError):
        return away(request, provider_id)
    return response


def set_up(request: HttpRequest, provider_id: str) -> Any:
    """The provider of this id. Raises Http404 where its keys are not set."""
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except (SocialApp.DoesNotExist, SocialApp.MultipleObjectsReturned) as error:
        raise Http404 from error
    if provider.sub_id != provider_id:
        raise Http404
    return provider


def coming_back(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """allauth's callback in the language that was spoken; a provider that is away is told in words."""

    @wraps(view)
    def back(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = request.session.get(LANGUAGE)
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        try:
            return view(request, *args, **kwargs)
        except (RequestException, ValueError, KeyError):
            return away(request, str(kwargs.get("provider_id", view.__module__)))

    return back


@coming_back
def openid_callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    set_up(request, provider_id)
    response: HttpResponseBase = openid.callback(request, provider_id)
    return response


class Connections(ConnectionsView):  # type: ignore[misc]
    """What else opens the account. A provider whose keys are gone is shown by the name it had."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = {provider.sub_id: provider.name for provider in get_adapter().list_providers(self.request)}
        accounts = [
            {
                "id": account.pk,
                "provider_name": names.get(account.provider, account.provider.capitalize()),
                "email": account.extra_data.get("email", ""),
                "since": account.date_joined,
            }
            for account in SocialAccount.objects.filter(user=cast(User, self.request.user)).order_by("pk")
        ]
        connected = SocialAccount.objects.filter(user=cast(User, self.request.user)).values_list("provider", flat=True)
        mine = {"accounts": accounts, "connected": list(connected), "menu_key": "connections"}
        return super().get_context_data(**kwargs) | mine


connections = leads_to_providers(Connections.as_view())


def away(request: HttpRequest, provider: str) -> HttpResponse:
    """503: nothing happened, other ways in are open."""
    log.exception("The provider %s does not answer as it should.", provider)
    response: HttpResponse = not_known(request, status=503)
    return response
