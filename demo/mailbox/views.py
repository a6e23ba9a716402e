"""The mailbox of the demo: whoever signs up finds the code here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from demo.mailbox import reader

# What a mail may do when it is shown: nothing but look like itself.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
    "script-src": ["'none'"],
}


@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    return render(request, "mailbox/list.html", {"mails": reader.newest()})


@never_cache
def mail(request: HttpRequest, key: str) -> HttpResponse:
    response = render(request, "mailbox/mail.html", {"mail": _found(key)})
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]  # django-csp reads it
    return response


@never_cache
@xframe_options_sameorigin
def body(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML of a mail, for the frame on its page."""
    response = HttpResponse(_found(key).html)
    response._csp_replace = MAIL_POLICY  # type: ignore[attr-defined]  # django-csp reads it
    return response


def _found(key: str) -> reader.Mail:
    found = reader.find(key)
    if found is None:
        raise Http404
    return found
