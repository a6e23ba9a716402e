"""What would keep the shop from being paid, said at start in one sentence."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

KEYS = {
    "STRIPE_SECRET_KEY": ("sk_", "rk_"),
    "STRIPE_PUBLISHABLE_KEY": ("pk_",),
    "STRIPE_WEBHOOK_SECRET": ("whsec_",),
}


@register
def stripe_is_reachable_by_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In production all three are there and are what they are called; test keys of Stripe's take no money."""
    if settings.PROFILE != "production":
        return []
    found: list[CheckMessage] = []
    missing = [name for name in KEYS if not getattr(settings, name)]
    if missing:
        text = f"{', '.join(missing)} must be set: without Stripe's keys nobody can pay."
        found.append(Error(text, hint="Stripe's dashboard, Developers (docs/operations.md).", id="payment.E001"))
    wrong = [name for name, starts in KEYS.items() if getattr(settings, name) and not _starts(name, starts)]
    if wrong:
        starts = ", ".join(f"{name} with {' or '.join(KEYS[name])}" for name in wrong)
        found.append(Error(f"These keys are not what they are called: {starts} is how they begin.", id="payment.E002"))
    if "_test_" in settings.STRIPE_SECRET_KEY[:9] and not missing:
        found.append(Warning("STRIPE_SECRET_KEY is a test key: no money is taken.", id="payment.W001"))
    return found


def _starts(name: str, starts: tuple[str, ...]) -> bool:
    return str(getattr(settings, name)).startswith(starts)
