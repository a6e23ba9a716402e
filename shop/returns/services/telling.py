"""Telling the customer that money is on its way."""

import logging

from shop.mail.errors import BadAddress
from shop.mail.services import enqueue
from shop.returns.models import Refund

log = logging.getLogger(__name__)
KIND = "refund_made"


def tell(refund: Refund) -> None:
    """Write the mail of this refund down, in the caller's transaction. Called again: the same mail, sent once."""
    order = refund.order
    if not refund.parts.exists() or not (order.person_id or order.email):
        return
    try:
        enqueue(
            kind=KIND,
            person=order.person,
            to=order.email,
            occasion=f"refund:{refund.pk}",
            language=order.language,
            context={"refund": refund.pk},
        )
    except BadAddress:
        log.warning("refund %s: its order has no address that a mail could go to", refund.pk)
