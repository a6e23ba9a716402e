"""PendingOrder: a basket frozen for payment. Nothing of it changes but its state; another content is another row."""

import secrets
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop import clock


def new_reference() -> str:
    """128 random bits: whoever has it has been given it."""
    return secrets.token_urlsafe(16)


class PendingOrder(models.Model):
    """Frozen lines, reductions, delivery, address, consents and touch; holds are taken in its name. Sums in cents.

    An express order is frozen without address and delivery: both come with the payment (`is_complete`).
    """

    class State(models.TextChoices):
        """`open` and `paying` are live: one a basket. `placed`, `released`, `refunded` and `review` are ends."""

        OPEN = "open", _("frozen")
        PAYING = "paying", _("being paid")
        PLACED = "placed", _("placed")
        RELEASED = "released", _("given up")
        REFUNDING = "refunding", _("paid too late, being refunded")
        REFUNDED = "refunded", _("paid too late, refunded")
        REVIEW = "review", _("held for review")

    LIVE = (State.OPEN, State.PAYING)

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    channel = models.CharField(_("channel"), max_length=16, default="web")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="pending_orders")
    user_id = models.PositiveBigIntegerField(null=True)
    basket = models.ForeignKey("basket.Basket", models.SET_NULL, null=True, related_name="pending_orders")
    order = models.OneToOneField("order.Order", models.PROTECT, null=True, related_name="pending_order")
    fingerprint = models.CharField(max_length=64)

    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=5)
    address = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    reductions = models.JSONField(default=list)
    delivery = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    rates = models.JSONField(default=list)  # express: the ways of delivery offered on the hosted page
    asked = models.JSONField(default=dict)  # what was asked of the plugs, by name
    held = models.JSONField(default=dict)  # what the plugs hold: {"reductions": {name: cents}, "means": {name: cents}}
    claims = models.BooleanField(default=False)  # whether promotions with a limit are claimed in its name
    consents = models.JSONField(default=list)
    touch = models.CharField(_("touch"), max_length=64, blank=True)

    goods = models.PositiveIntegerField(_("goods in cents"))
    total = models.PositiveIntegerField(_("total in cents"))
    due = models.PositiveIntegerField(_("due by card in cents"))
    expires_at = models.DateTimeField(_("held until"))
    look_at = models.DateTimeField(_("next look"), db_index=True)
    created_at = models.DateTimeField(_("since"), default=clock.now)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("pending order")
        verbose_name_plural = _("pending orders")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["look_at"], condition=Q(state__in=("open", "paying", "refunding")), name="pending_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["basket"], condition=Q(state__in=("open", "paying")), name="pending_one_live_a_basket"
            ),
            models.CheckConstraint(condition=Q(due__lte=F("total")), name="pending_due_within_total"),
            models.CheckConstraint(
                condition=~Q(state="placed") | Q(order__isnull=False), name="pending_placed_has_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference[:6]}… ({self.get_state_display()})"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def is_complete(self) -> bool:
        """Whether it knows where it goes: an express order does only once it is paid."""
        return bool(self.delivery)

    def draft_lines(self) -> list[dict[str, Any]]:
        return list(self.lines)
