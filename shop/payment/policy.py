"""Pages that pay may talk to Stripe; no other page may. Addresses as in Stripe's own guide to security."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpResponseBase

P = ParamSpec("P")
Response = TypeVar("Response", bound=HttpResponseBase)
STRIPE: dict[str, list[str]] = {
    "script-src": ["https://js.stripe.com", "https://*.js.stripe.com"],
    "frame-src": ["https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"],
    "connect-src": ["https://api.stripe.com"],
    # A form that is answered with "go on at Stripe's page": browsers hold the redirect to this too.
    "form-action": ["https://checkout.stripe.com"],
}


def origins() -> dict[str, list[str]]:
    """What the policy of a page that pays allows besides its own."""
    if settings.STRIPE_API_BASE:
        return {name: [settings.STRIPE_API_BASE] for name in STRIPE}
    return {name: list(found) for name, found in STRIPE.items()}


def with_stripe(view: Callable[P, Response]) -> Callable[P, Response]:
    """For a view whose page loads Stripe.js, or whose form may be answered with Stripe's hosted page."""

    @wraps(view)
    def page(*args: P.args, **kwargs: P.kwargs) -> Response:
        return allow_stripe(view(*args, **kwargs))

    return page


class WithStripe:
    """The same for a class-based view."""

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        return allow_stripe(super().dispatch(*args, **kwargs))  # type: ignore[misc]


def allow_stripe(response: Response) -> Response:
    """Opens the policy of one response. Wallets and banks may open a window of their own."""
    update: dict[str, list[str]] = dict(getattr(response, "_csp_update", None) or {})
    for name, found in origins().items():
        update[name] = [*update.get(name, []), *found]
    response._csp_update = update  # type: ignore[attr-defined]  # django-csp reads it
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    return response
