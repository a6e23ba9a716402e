"""Oscar's vouchers, which the shop calls codes, and what purchases have claimed of promotions and codes."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from oscar.apps.voucher.abstract_models import AbstractVoucher

from shop import clock
from shop.promotions.folding import folded


class Voucher(AbstractVoucher):
    """A code. `folded` is how it is found: without case, spaces and hyphens.

    `num_orders` counts purchases that were paid with it, `num_held` those that are being paid.
    """

    folded = models.CharField(max_length=128, unique=True, editable=False, default="")
    max_uses = models.PositiveIntegerField(
        _("purchases at most"), null=True, blank=True, help_text=_("Empty: as often as one likes.")
    )
    num_held = models.PositiveIntegerField(_("promised"), default=0, editable=False)

    class Meta(AbstractVoucher.Meta):
        abstract = False

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = folded(self.code)
        super().save(*args, **kwargs)

    @property
    def limit(self) -> int | None:
        """Purchases at most; None without a limit."""
        return 1 if self.usage == self.SINGLE_USE else self.max_uses

    @property
    def is_used_up(self) -> bool:
        """As far as paid purchases go: one that is only promised may still come back."""
        return self.limit is not None and self.num_orders >= self.limit

    def is_active(self, test_datetime: Any = None) -> bool:
        return bool(self.start_datetime <= (test_datetime or clock.now()) <= self.end_datetime)

    def is_expired(self) -> bool:
        return bool(self.end_datetime < clock.now())


class Claim(models.Model):
    """A purchase has been promised a promotion. One row a purchase (`source`) and promotion.

    `person` and `digests` (of the address without dots and tags, under each key) are what "once per person" goes by.
    """

    class State(models.TextChoices):
        HELD = "held", _("promised")
        USED = "used", _("used")
        RELEASED = "released", _("given back")

    source = models.CharField(max_length=64)
    offer = models.ForeignKey("offer.ConditionalOffer", models.PROTECT, related_name="claims")
    voucher = models.ForeignKey("voucher.Voucher", models.PROTECT, null=True, related_name="claims")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    times = models.PositiveIntegerField(default=1)
    amount = models.PositiveIntegerField(_("cents off"), default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.HELD)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "offer"], name="claim_once_a_source_and_offer"),
        ]
        indexes = [
            models.Index(fields=["voucher", "person"], condition=Q(voucher__isnull=False), name="claim_person"),
            models.Index(fields=["voucher", "digest"], condition=Q(voucher__isnull=False), name="claim_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.offer_id} {self.state}"


from oscar.apps.voucher.models import *  # type: ignore[assignment]  # noqa: F403, E402
