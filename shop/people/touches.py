"""What brought somebody: the token of a link, carried in the address (`?via=…`) and, from the basket on, in rows.

Nothing is stored on the visitor's device, so no consent is asked for (docs/law.md). A token says which link, never who.
"""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.http import url_has_allowed_host_and_scheme

from shop import clock
from shop.people.models import Person, TouchLink

LONGEST = 64
# What carries the token in an address of the shop.
PARAMETER = "via"


def link(token: Any) -> TouchLink | None:
    """The link of a token, if there is one and its time is not over; one statement, none for what is no token."""
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST or not token.isascii() or not token.isprintable():
        return None
    return TouchLink.objects.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()), token=token).first()


def valid(token: Any) -> bool:
    """Whether this is the token of a link in force."""
    return link(token) is not None


def clean(token: Any) -> str:
    """The token as rows keep it, at most 64 signs; empty for anything that is not the token of a link in force."""
    return str(token) if valid(token) else ""


def is_inside(target: str) -> bool:
    """Whether a target is a page of this shop: its front door, or a path below one of its languages.

    Browsers read two slashes, a slash with a backslash, and tabs between them as another host: none of it passes.
    """
    if not target.isprintable() or "\\" in target or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return False
    path = target.partition("?")[0].partition("#")[0]
    return path == "/" or any(path.startswith(f"/{language}/") for language, _name in settings.LANGUAGES)


def forget_owner(person: Person) -> None:
    """A person is erased: their links stay, and are nobody's."""
    TouchLink.objects.filter(owner=person).update(owner=None)
