"""What every page of the account keeps to: nobody stores it; its forms lead elsewhere only where a button says so."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers

View = Callable[..., HttpResponseBase]
ACCOUNT = re.compile(r"^/(?:[a-z]{2}/)?account/")


class NeverKept:
    """Middleware: pages of the account, whichever room they come from, are stored by no browser and no proxy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if ACCOUNT.match(request.path):
            add_never_cache_headers(response)
        return response


def leads_to_providers(view: View) -> View:
    """Let the forms of this page go on to the providers whose keys are set (browsers check the redirect, too)."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if settings.SOCIAL_ORIGINS:
            response._csp_update = {"form-action": list(settings.SOCIAL_ORIGINS)}  # type: ignore[attr-defined]
        return response

    return shown
