"""What stands between basket and order."""

from shop.checkout.models.drafts import FormDraft
from shop.checkout.models.pending import PendingOrder

__all__ = ["FormDraft", "PendingOrder"]
