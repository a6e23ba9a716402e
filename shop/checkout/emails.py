"""What checkout writes to people: money that came too late goes back, and its owner is told."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shop.checkout.models import PendingOrder
from shop.mail import kinds, services
from shop.mail.models import Mail
from shop.pages.money import euros

SURPLUS = "surplus_refunded"


def surplus(pending: PendingOrder) -> None:
    """Paid after the goods were gone: written down in the caller's transaction, once."""
    if pending.email:
        services.enqueue(
            kind=SURPLUS,
            person=pending.person,
            to=pending.email,
            occasion=f"pending order {pending.pk}",
            language=pending.language,
            context={"pending": pending.pk},
        )


def _surplus_words(mail: Mail) -> dict[str, Any]:
    pending = PendingOrder.objects.get(pk=mail.context["pending"])
    goods = [{"title": line["title"], "variant": line["variant"]} for line in pending.lines]
    return {"amount": euros(pending.due), "goods": goods}


def register() -> None:
    """Make the kinds known to shop.mail."""
    kinds.register(kinds.Kind(SURPLUS, kinds.TRANSACTIONAL, _("Paid too late, given back"), build=_surplus_words))
