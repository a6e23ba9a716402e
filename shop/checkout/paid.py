"""What an order was paid with, in its owner's words: fills the order room's socket."""

from collections import defaultdict
from collections.abc import Collection

from django.utils.translation import gettext as _

from shop.checkout import means, reductions
from shop.order.sockets import Paid
from shop.payment.marks import NAMES
from shop.payment.models import Payment
from shop.payment.models.payments import CARD

# Brands as Stripe spells them, where our plates know no name. Names of makers are not translated.
BRANDS = {"amex": "American Express", "unionpay": "UnionPay", "jcb": "JCB", "diners": "Diners Club"}


def payment_words(payment: Payment) -> str:
    """A payment as its owner knows it: "Visa ···· 4242"."""
    if payment.means != CARD:
        return plug_words(payment.means)
    brand = (
        BRANDS.get(payment.brand) or NAMES.get(payment.brand) or payment.brand.replace("_", " ").title() or _("Card")
    )
    return f"{brand} ···· {payment.last4}" if payment.last4 else brand


def plug_words(name: str) -> str:
    """A means of payment or a reduction by what its plug calls itself, or else by its name."""
    plug = means.plugs().get(name) or reductions.plugs().get(name)
    return str(getattr(plug, "title", "") or name)


def paid(order_ids: Collection[int]) -> dict[int, list[Paid]]:
    """Order id → what came in for it, oldest first (shop.order.sockets.payments). One statement."""
    found: dict[int, list[Paid]] = defaultdict(list)
    for payment in Payment.objects.filter(order__in=order_ids, received__gt=0).order_by("pk"):
        fact = Paid(
            amount=payment.received,
            words=payment_words(payment),
            means=payment.means,
            at=payment.created_at,
            reference=payment.reference,
        )
        found[payment.order_id or 0].append(fact)
    return found
