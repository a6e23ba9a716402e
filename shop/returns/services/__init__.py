"""What can be done with refunds. One function a thing that somebody does."""

from shop.returns.services.asking import refund
from shop.returns.services.failures import retry, settle_by_hand
from shop.returns.services.sending import hear, send_due

__all__ = ["hear", "refund", "retry", "send_due", "settle_by_hand"]
