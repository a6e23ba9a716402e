"""Oscar's promotions: its conditions, priorities and limits; what they give is reckoned by `giving`, to the cent."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.offer.abstract_models import (
    AbstractBenefit,
    AbstractCondition,
    AbstractConditionalOffer,
    AbstractRange,
)
from oscar.apps.offer.results import ZERO_DISCOUNT

_maps: dict[str, dict[str, type]] = {}


class _ProxyOnce:
    """Oscar makes a new proxy, without what was loaded beside it, at every question; one is enough.

    It also looks for all of its classes each time, some milliseconds; they are looked up once a process.
    """

    @property
    def proxy_map(self) -> dict[str, type]:
        known = _maps.get(type(self).__name__)
        if known is None:
            known = _maps[type(self).__name__] = super().proxy_map  # type: ignore[misc]
        return known

    def proxy(self) -> Any:
        made = self.__dict__.get("_proxied")
        if made is None:
            made = super().proxy()  # type: ignore[misc]
            if made is not self:
                made._state.fields_cache.update(self._state.fields_cache)  # type: ignore[attr-defined]
                made._state.db = self._state.db  # type: ignore[attr-defined]
            self.__dict__["_proxied"] = made
        return made


class Range(AbstractRange):
    """Goods that a promotion speaks of. `members`: those of one basket, once they are known (`ranges.fill`)."""

    members: Collection[int] | None = None

    class Meta(AbstractRange.Meta):
        abstract = False

    def contains_product(self, product: Any) -> bool:
        """Whether the product is one of them: without a statement where the basket's goods were looked up."""
        return product.pk in self.members if self.members is not None else super().contains_product(product)


class Condition(_ProxyOnce, AbstractCondition):
    class Meta(AbstractCondition.Meta):
        abstract = False


class Benefit(_ProxyOnce, AbstractBenefit):
    class Meta(AbstractBenefit.Meta):
        abstract = False


class ConditionalOffer(AbstractConditionalOffer):
    """A promotion. `num_held` and `held_discount` are promised to purchases that are being paid (promotions.claims)."""

    num_held = models.PositiveIntegerField(_("promised"), default=0, editable=False)
    held_discount = models.DecimalField(
        _("discount promised"), max_digits=12, decimal_places=2, default=Decimal(0), editable=False
    )

    # Ids of the promotions that this one may share goods with, itself included; None: it sets no such bounds.
    combined_ids: frozenset[int] | None = None

    # How often the person who asks has used it up to now; None where nobody has asked.
    used_by_person: int | None = None

    class Meta(AbstractConditionalOffer.Meta):
        abstract = False

    @property
    def is_for_delivery(self) -> bool:
        """Makes delivery cheaper, not the goods."""
        from shop.promotions.offer import giving

        return self.benefit.type in giving.DELIVERY

    def get_max_applications(self, user: Any = None) -> int:
        """Oscar's limits; that of a person counts persons and addresses, not users (shop.promotions.claims)."""
        most = int(super().get_max_applications())
        if self.max_user_applications and self.used_by_person is not None:
            most = min(most, max(0, self.max_user_applications - self.used_by_person))
        return most

    def apply_benefit(self, basket: Any) -> Any:
        """Oscar's condition, our arithmetic; what we do not know (deliveries, custom classes) stays Oscar's."""
        from shop.promotions.offer import giving

        if not self.is_condition_satisfied(basket):
            return ZERO_DISCOUNT
        condition, benefit = self.condition.proxy(), self.benefit.proxy()
        give = None if self.benefit.proxy_class else giving.GIVERS.get(self.benefit.type)
        return give(benefit, basket, condition, self) if give else benefit.apply(basket, condition, self)


from oscar.apps.offer.models import *  # type: ignore[assignment]  # noqa: F403, E402
