"""Holes: the few places of a shared page that differ from person to person, filled at each request.

A hole is a cheap function of the request, registered under a name by the room that knows the answer. In a
shared part its place is marked; a page rendered for one request fills it on the spot ({% hole "name" %}).
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest

Filler = Callable[[HttpRequest], str]
MARK = re.compile(r"<!--hole:([a-z_]+)-->")
_fillers: dict[str, Filler] = {}
_cookies: set[str] = set()


def register(name: str, filler: Filler, *, cookies: tuple[str, ...] = ()) -> None:
    """Fill the hole `name` with the HTML that `filler` gives; it may differ only for bearers of these cookies.

    Without any of the registered cookies (and without a session) every filler must give the same to everybody.
    """
    _fillers[name] = filler
    _cookies.update(cookies)


def mark(name: str) -> str:
    """What stands in a shared part in place of the hole."""
    return f"<!--hole:{name}-->"


def fill(name: str, request: HttpRequest) -> str:
    """The HTML of one hole for this request; a hole whose room is gone stays empty."""
    filler = _fillers.get(name)
    return filler(request) if filler else ""


def split(html: str) -> list[str]:
    """Text and hole names in turn: even places are HTML, odd ones names."""
    return MARK.split(html)


def is_stranger(request: HttpRequest) -> bool:
    """Nobody in particular: no session, no message waiting, none of the cookies that holes read."""
    cookies = request.COOKIES
    return not (
        settings.SESSION_COOKIE_NAME in cookies
        or CookieStorage.cookie_name in cookies
        or any(name in cookies for name in _cookies)
    )
