"""What pages ask about payment. No query until something changes."""

from django.conf import settings
from django.core.cache import cache

from shop.pages.remembered import remembered
from shop.payment import models
from shop.payment.marks import CACHED, NAMES, Mark

# Always from Stripe itself, never a copy: PCI DSS asks for that.
STRIPE_JS = "https://js.stripe.com/v3/"


def marks() -> list[Mark]:
    """The means of payment to be shown, in order; none before Stripe was asked for the first time."""
    return remembered("payment-marks", ["content"], _marks)


def _marks() -> list[Mark]:
    """From the cache, so that a page that is made anew costs no statement more; from the table when that is empty."""
    codes = cache.get(CACHED)
    if codes is None:
        codes = list(models.Mark.objects.values_list("code", flat=True))
        cache.set(CACHED, codes)
    return [Mark(code, NAMES[code]) for code in codes if code in NAMES]


def script() -> str:
    """The address of Stripe.js, or of the stand-in's."""
    return f"{settings.STRIPE_API_BASE}/v3.js" if settings.STRIPE_API_BASE else STRIPE_JS


def publishable_key() -> str:
    """What a browser may know."""
    return str(settings.STRIPE_PUBLISHABLE_KEY)
