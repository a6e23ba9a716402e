"""The basket's cookie: its number, its key and how many pieces are in it, signed. The counter reads it without SQL."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

NAME = "__Host-basket" if settings.HTTPS else "basket"
SALT = "shop.cart.cookie"
DAYS = 60


@dataclass(frozen=True)
class Seen:
    """What the cookie says. Whoever made the signature knows the number; the key opens it."""

    basket_id: int
    key: str
    count: int


def read(request: HttpRequest) -> Seen | None:
    """The visitor's cookie, as this request has left it; None without one, or with one that we did not sign."""
    if hasattr(request, "_basket_seen"):
        return request._basket_seen  # type: ignore[no-any-return]
    seen = _parsed(request.COOKIES.get(NAME, ""))
    request._basket_seen = seen  # type: ignore[attr-defined]
    return seen


def remember(request: HttpRequest, *, basket_id: int, key: str, count: int) -> None:
    """Give the visitor a cookie with the answer, unless it is the one they have."""
    seen = Seen(basket_id, key, count)
    if read(request) != seen:
        request._basket_seen = seen  # type: ignore[attr-defined]
        request._basket_changed = True  # type: ignore[attr-defined]


def forget(request: HttpRequest) -> None:
    """Take the visitor's cookie away with the answer."""
    request._basket_seen = None  # type: ignore[attr-defined]
    request._basket_changed = NAME in request.COOKIES  # type: ignore[attr-defined]


def write(request: HttpRequest, response: HttpResponse) -> None:
    """What `remember` and `forget` have decided, on the answer."""
    if not getattr(request, "_basket_changed", False):
        return
    seen: Seen | None = request._basket_seen  # type: ignore[attr-defined]
    if seen is None:
        response.delete_cookie(NAME, samesite="Lax")
        return
    response.set_cookie(
        NAME,
        signing.dumps([seen.basket_id, seen.key, seen.count], salt=SALT),
        max_age=DAYS * 24 * 60 * 60,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _parsed(value: str) -> Seen | None:
    if not value:
        return None
    try:
        number, key, count = signing.loads(value, salt=SALT, max_age=DAYS * 24 * 60 * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Seen(number, key, count) if isinstance(number, int) and isinstance(key, str) else None
