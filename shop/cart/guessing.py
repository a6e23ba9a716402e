"""Guessing codes: ten wrong ones an hour and basket, thirty an hour and address; then nobody is told anything."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shop.cart.exceptions import Refused
from shop.cart.models import Basket
from shop.cart.services import UnknownCode
from shop.pages import rediscache

# As allauth counts sign-ins: per address of the visitor (settings.ALLAUTH_TRUSTED_PROXY_COUNT) and per key.
RATES = {"codes": "10/h/key,30/h/ip"}


class TooManyTries(Refused):
    """Somebody guesses, or is very unlucky."""


@contextmanager
def counted(request: HttpRequest, basket: Basket) -> Iterator[None]:
    """Count what happens inside as one try if the code is unknown. Raises TooManyTries before it is looked up.

    Without the cache nothing can be counted, and so no code be tried.
    """
    usage = ratelimit.consume(request, app="shop.cart", action="codes", config=RATES, key=f"{basket.pk}{basket.key}")
    if not rediscache.is_counting():
        raise TooManyTries(_("Codes cannot be checked just now. Try again in a minute."))
    if usage is None:
        raise TooManyTries(_("That was many codes in a short time. Try again in an hour. Your basket is unchanged."))
    try:
        yield
    except UnknownCode:
        raise
    except Exception:
        usage.rollback()
        raise
    usage.rollback()
