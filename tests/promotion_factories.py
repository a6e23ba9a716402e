"""Makes promotions and codes, as rows or in memory only."""

import itertools
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from shop import clock
from shop.promotions.offer.models import Benefit, Condition, ConditionalOffer, Range
from shop.promotions.voucher.models import Voucher

_number = itertools.count(1)


def everything() -> Range:
    return Range.objects.get_or_create(name="everything", defaults={"includes_all_products": True})[0]


def goods(*products: Any) -> Range:
    """A range of these products."""
    made = Range.objects.create(name=f"range {next(_number)}")
    for product in products:
        made.add_product(product)
    return made


def offer(
    kind: str = Benefit.PERCENTAGE,
    value: Any = 10,
    *,
    within: Range | None = None,
    condition: str = Condition.COUNT,
    least: Any = 1,
    asked: Range | None = None,
    most: int | None = None,
    **fields: Any,
) -> ConditionalOffer:
    """A promotion for everybody: ten per cent off everything unless told otherwise. Amounts in euros."""
    within = within or everything()
    is_free_of_range = kind.startswith("Shipping") or kind == Benefit.FIXED_PRICE
    number = next(_number)
    return ConditionalOffer.objects.create(
        **{"name": f"Promotion {number}", "name_en": f"Promotion {number}", "name_fr": f"Promotion {number}"} | fields,
        condition=Condition.objects.create(type=condition, value=Decimal(str(least)), range=asked or within),
        benefit=Benefit.objects.create(
            type=kind,
            value=None if value is None else Decimal(str(value)),
            range=None if is_free_of_range else within,
            max_affected_items=most,
        ),
    )


def code(text: str = "SEABREEZE", offers: Sequence[ConditionalOffer] = (), **fields: Any) -> Voucher:
    """A code that began yesterday and ends tomorrow; opens ten per cent off everything unless told otherwise."""
    now = clock.now()
    made = Voucher.objects.create(
        **{
            "name": f"Code {text} {next(_number)}",
            "code": text,
            "start_datetime": now - timedelta(days=1),
            "end_datetime": now + timedelta(days=1),
        }
        | fields
    )
    offers = offers or [offer(offer_type=ConditionalOffer.VOUCHER)]
    ConditionalOffer.objects.filter(pk__in=[one.pk for one in offers]).update(offer_type=ConditionalOffer.VOUCHER)
    made.offers.set(offers)
    return made
