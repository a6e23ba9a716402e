"""Which promotions a basket may use now, with all they need to be applied without a further question."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from catalog.models import Product
from shop.promotions.offer import ranges
from shop.promotions.offer.models import ConditionalOffer

BESIDE = ("condition__range", "benefit__range")


def for_everybody() -> list[ConditionalOffer]:
    """Promotions that need no code. One statement."""
    found = ConditionalOffer.active.filter(offer_type=ConditionalOffer.SITE).select_related(*BESIDE).order_by()
    return sorted(found, key=lambda offer: (-offer.priority, offer.pk))


def prepare(offers: Collection[ConditionalOffer], products: Collection[Product]) -> None:
    """Looks up partners and ranges for all of them at once. At most three statements."""
    _know_partners(offers)
    named: list[Any] = [offer.condition.range for offer in offers] + [offer.benefit.range for offer in offers]
    ranges.fill([one for one in named if one is not None], products)


def _know_partners(offers: Iterable[ConditionalOffer]) -> None:
    """Who may share goods with whom; only promotions that are not exclusive can name partners."""
    by_id = {offer.pk: offer for offer in offers}
    if not any(not offer.exclusive for offer in by_id.values()):
        return
    partners: dict[int, set[int]] = defaultdict(set)
    pairs = ConditionalOffer.combinations.through.objects.filter(
        Q(from_conditionaloffer_id__in=by_id) | Q(to_conditionaloffer_id__in=by_id)
    )
    for one, other in pairs.values_list("from_conditionaloffer_id", "to_conditionaloffer_id"):
        partners[one] |= {one, other}
        partners[other] |= {one, other}
    for pk, known in partners.items():
        if pk in by_id:
            by_id[pk].combined_ids = frozenset(known)
