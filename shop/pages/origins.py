"""A form without a token: for pages that are the same for everybody, and so cannot hold a secret (decision 17)."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

log = logging.getLogger("django.security.csrf")
View = Callable[..., HttpResponse]


def sent_from_here(request: HttpRequest) -> bool:
    """Whether a page of this very site has sent the request, as far as the browser itself says.

    No page can write these headers. Sec-Fetch-Site (every browser since 2023, on https and localhost) must be
    "same-origin": neither a sibling host nor a typed address. Origin, which browsers add to every POST, must be ours.
    Where both are missing the Referer must be ours; where that is missing, too, the answer is no.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return origin in _ours(request)
    if site is not None:
        return True
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" in _ours(request)


def sent_from_this_site(view: View) -> View:
    """Takes the place of Django's token for a view: a POST from elsewhere is a 403, and a line in the log."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_checked = not getattr(request, "_dont_enforce_csrf_checks", False)  # what Django's own test client sets
        if request.method not in ("GET", "HEAD", "OPTIONS") and is_checked and not sent_from_here(request):
            log.warning("Forbidden (sent from elsewhere): %s", request.path)
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _ours(request: HttpRequest) -> set[str]:
    return {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
