"""The basket and its lines. A line holds the variant; what it costs is asked anew each time."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from oscar.apps.basket.abstract_models import AbstractBasket, AbstractLine

from shop import clock
from shop.cart.discounts import Discounts


def random_key() -> str:
    """What the cookie must know beside the number: 132 random bits."""
    return secrets.token_urlsafe(16)


class Basket(AbstractBasket):
    """A basket of a guest (known by the cookie's key) or of a member (owner). One open basket a member.

    `touch` is the token of the link that brought the first thing in it; `removed` is the line taken out last
    ({"variant", "quantity"}), so that it can come back; `changed_at` ends it when nobody comes any more.
    """

    key = models.CharField(max_length=32, default=random_key, editable=False)
    touch = models.CharField(_("touch"), max_length=64, blank=True)
    removed = models.JSONField(default=dict, blank=True, editable=False)
    changed_at = models.DateTimeField(default=clock.now, db_index=True, editable=False)

    class Meta(AbstractBasket.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(status="Open"), name="basket_one_open_a_member"),
        ]


class Line(AbstractLine):
    """So many of a variant. `price_incl_tax` is what it cost when it was put in."""

    class Meta(AbstractLine.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=99), name="basket_line_one_to_99"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.discounts = Discounts(self)

    def clear_discount(self) -> None:
        self.discounts = Discounts(self)


from oscar.apps.basket.models import *  # type: ignore[assignment]  # noqa: F403, E402
