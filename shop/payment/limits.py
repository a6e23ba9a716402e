"""Against card testing: how many payments one visitor may begin. Shoppers whose card is declined are not counted.

A declined card is tried again on the same payment, in the browser and at Stripe, who has limits of its own; what is
counted here are new payments, each of which would let a stranger try cards through this shop. There is one open
intent a reference, so trying again, going back and changing the basket's address cost nothing.
"""

import logging

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

log = logging.getLogger(__name__)
ACTION = "card"
ALARM = 600
# New payments: by one address (a household, an office, a train), and by one basket.
RATES = {ACTION: "20/10m/ip,60/h/ip,10/h/key"}


def may_begin(request: HttpRequest, *, who: str) -> bool:
    """Counts a new payment of this visitor; False when it is one too many. `who` names the basket or the session.

    Called by the checkout's views before they begin a payment for a reference they have not begun yet. A cache that
    is away counts nothing and lets everybody in: the shop goes on selling, and says so in the log.
    """
    try:
        allowed = ratelimit.consume(request, app="shop.payment", action=ACTION, config=RATES, key=who, limit_get=True)
        address = ratelimit.get_ip(request)
        # One line in ten minutes: an attack must not fill the log as well.
        if not allowed and cache.add(f"payment-alarm:{address}", True, ALARM):
            log.error("Card testing? Too many new payments from %s.", address)
    except Exception as error:
        log.warning("Payments are not counted: the cache does not answer (%s).", type(error).__name__)
        return True
    return bool(allowed)
