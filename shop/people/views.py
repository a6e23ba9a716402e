"""The door for links that people share and mails carry."""

import re
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.people import touches
from shop.people.services import count_touch

HOME = "/"
# Those who look at links without anybody following them. Read, never kept.
MACHINES = re.compile(
    r"bot\b|crawl|spider|slurp|preview|scan|monitor|curl|wget|python|facebookexternalhit|whatsapp|telegram", re.I
)


@require_safe
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Lead on inside the shop with `?via=<token>`, and count it. What is not (or no longer) known leads home."""
    link = touches.link(token)
    if link is None or not touches.is_inside(link.target):
        return _led(HOME)
    if _is_followed_by_somebody(request):
        count_touch(link)
    return _led(_with_token(link.target, link.token))


def _led(where: str) -> HttpResponse:
    response = HttpResponseRedirect(where)
    response["X-Robots-Tag"] = "noindex"
    return response


def _with_token(target: str, token: str) -> str:
    parts = urlsplit(target)
    query = QueryDict(parts.query, mutable=True)
    query[touches.PARAMETER] = token
    pairs = [(name, value) for name, values in query.lists() for value in values]
    return urlunsplit(("", "", parts.path, urlencode(pairs), parts.fragment))


def _is_followed_by_somebody(request: HttpRequest) -> bool:
    """Not a HEAD, not a browser that fetches ahead, not a machine that says so."""
    ahead = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    agent = request.headers.get("User-Agent", "")
    if request.method != "GET" or "prefetch" in ahead.lower() or "preview" in ahead.lower():
        return False
    return bool(agent) and not MACHINES.search(agent)
