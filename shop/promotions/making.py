"""A merchant makes a promotion, with a code or without: what Oscar parts into offer, condition, benefit and range."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from catalog.models import Category, Product
from shop.promotions.offer.models import Benefit, Condition, ConditionalOffer, Range
from shop.promotions.voucher.models import Voucher


@dataclass(frozen=True)
class Wish:
    """What the merchant wants. `value` in per cent or euros; `least` in euros of goods; no goods named: everything."""

    name_fr: str
    name_en: str
    kind: str  # a type of Benefit: Percentage, Absolute or Shipping percentage
    value: Decimal
    starts_at: datetime
    ends_at: datetime
    least: Decimal | None = None
    categories: Collection[Category] = ()
    products: Collection[Product] = ()
    code: str = ""
    once: bool = False
    most: int | None = None


@transaction.atomic
def make_promotion(wish: Wish) -> ConditionalOffer:
    """The promotion, and its code where one is given. Names and codes are unique: IntegrityError otherwise."""
    goods = _range(wish)
    is_delivery = wish.kind == Benefit.SHIPPING_PERCENTAGE
    condition = Condition.objects.create(
        range=goods,
        type=Condition.VALUE if wish.least else Condition.COUNT,
        value=wish.least or Decimal(1),
    )
    benefit = Benefit.objects.create(range=None if is_delivery else goods, type=wish.kind, value=wish.value)
    offer = ConditionalOffer.objects.create(
        name_fr=wish.name_fr,
        name_en=wish.name_en,
        condition=condition,
        benefit=benefit,
        offer_type=ConditionalOffer.VOUCHER if wish.code else ConditionalOffer.SITE,
        start_datetime=wish.starts_at,
        end_datetime=wish.ends_at,
        max_basket_applications=1,
        max_global_applications=None if wish.code else wish.most,
        max_user_applications=1 if wish.once and not wish.code else None,
    )
    if wish.code:
        voucher = Voucher.objects.create(
            name=wish.name_fr,
            code=wish.code,
            usage=Voucher.ONCE_PER_CUSTOMER if wish.once else Voucher.MULTI_USE,
            max_uses=wish.most,
            start_datetime=wish.starts_at,
            end_datetime=wish.ends_at,
        )
        voucher.offers.add(offer)
    return offer


def _range(wish: Wish) -> Range:
    if not (wish.categories or wish.products):
        return Range.objects.get_or_create(name="Everything", defaults={"includes_all_products": True})[0]
    made = Range.objects.create(name=wish.name_fr)
    made.included_categories.set(wish.categories)
    for product in wish.products:
        made.add_product(product)
    return made
