"""Express: the hosted page asked for address and delivery; what it answered completes the pending order."""

from dataclasses import asdict
from datetime import date

from django.db import transaction

from shop.cents import tax_within
from shop.checkout.errors import NotPaid
from shop.checkout.models import PendingOrder
from shop.checkout.services.placing import known
from shop.checkout.services.releasing import locked
from shop.checkout.sums import Delivery, parted
from shop.order.drafts import DraftLine
from shop.payment.shapes import SessionFacts
from shop.stock import vat


@transaction.atomic
def complete(reference: str, facts: SessionFacts, paid: int) -> PendingOrder:
    """Where it goes and how, as chosen on the hosted page; VAT is that of the destination. Again: nothing.

    Prices hold VAT, so another destination changes the tax inside and not what is paid. Raises NotPaid when `paid`
    (cents) is not goods and delivery: then nothing changes.
    """
    pending = locked(reference)
    if pending.is_complete:
        return pending
    rate = next((one for one in pending.rates if one["code"] == facts.rate), None)
    address = facts.address
    if rate is None or address is None or address.country not in rate["countries"]:
        raise NotPaid(f"pending order {pending.pk}: delivery {facts.rate!r} was not offered there")
    due = pending.due + rate["price"]
    if due != paid:
        raise NotPaid(f"pending order {pending.pk}: {due} cents are due, {paid} were paid")
    rates = vat.rates(address.country)
    for line in pending.lines:
        line["vat_rate"] = rates.get(line["vat_class"], line["vat_rate"])
        line["tax"] = tax_within(line["total"], line["vat_rate"])
    way = Delivery(
        rate["code"],
        rate["name"],
        rate["price"],
        date.fromisoformat(rate["earliest"]),
        date.fromisoformat(rate["latest"]),
    )
    pending.delivery = asdict(parted(way, [DraftLine(**known(line, DraftLine)) for line in pending.lines]))
    pending.address, pending.email = asdict(address), facts.email
    pending.total, pending.due = pending.total + rate["price"], due
    pending.save(update_fields=["lines", "delivery", "address", "email", "total", "due"])
    return pending
