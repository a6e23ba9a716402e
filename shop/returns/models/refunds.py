"""A refund: what was asked, the lines it belongs to, and the parts in which it goes back, decided once."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop import clock
from shop.pages.money import euros


class State(models.TextChoices):
    """How far it is. The same words for a refund and for each of its parts."""

    ASKED = "asked", _("to be sent")
    SENDING = "sending", _("being sent")
    PENDING = "pending", _("on its way")
    DONE = "done", _("completed")
    FAILED = "failed", _("failed")


class Refund(models.Model):
    """Money of an order that goes back. Cents with VAT; `amount` is the whole of it, `delivery` and `tax` are in it.

    `delivery_shares` parts the delivery over the rates of VAT as on the order: [[rate, cents with VAT, tax within], …].
    `key` names it: the same key asked twice is the same refund.
    """

    class Reason(models.TextChoices):
        """Why it was asked for."""

        WITHDRAWAL = "withdrawal", _("withdrawal")
        DEFECT = "defect", _("damaged or faulty")
        MISSING = "missing", _("did not arrive")
        UNAVAILABLE = "unavailable", _("cannot be delivered")
        CANCELLED = "cancelled", _("cancelled at the customer’s wish")
        GESTURE = "gesture", _("gesture of goodwill")
        MISTAKE = "mistake", _("our mistake")
        OTHER = "other", _("other")

    order = models.ForeignKey("order.Order", models.PROTECT, related_name="refunds", verbose_name=_("order"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    note = models.TextField(_("note"), blank=True, help_text=_("Not shown to the customer."))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    amount = models.PositiveIntegerField(_("amount in cents"))
    tax = models.PositiveIntegerField(_("tax in cents"))
    delivery = models.PositiveIntegerField(_("delivery in cents"), default=0)
    delivery_shares = models.JSONField(_("delivery by rate"), default=list, blank=True)
    restock = models.BooleanField(_("goods back into stock"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    created_at = models.DateTimeField(_("asked on"), default=clock.now, editable=False)
    done_at = models.DateTimeField(_("done on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        permissions = [("retry_refund", "Can try a failed refund again")]
        indexes = [models.Index(fields=["state", "-id"], name="refund_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(delivery__lte=F("amount")), name="refund_delivery_within"),
            models.CheckConstraint(condition=Q(tax__lte=F("amount")), name="refund_tax_within"),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_at__isnull=False) | (~Q(state=State.DONE) & Q(done_at__isnull=True)),
                name="refund_done_some_day",
            ),
        ]

    def __str__(self) -> str:
        return euros(self.amount)

    @property
    def goods(self) -> int:
        """Cents of it that are not delivery."""
        return self.amount - self.delivery


class RefundLine(models.Model):
    """What a refund takes of an order line. `quantity` 0: money only, the customer keeps the goods.

    `cancelled` of the pieces had not left and will not be sent; `restocked` of the others are back on the shelf.
    """

    refund = models.ForeignKey(Refund, models.CASCADE, related_name="lines", verbose_name=_("refund"), db_index=False)
    line = models.ForeignKey("order.Line", models.PROTECT, related_name="refund_lines", verbose_name=_("line"))
    quantity = models.PositiveIntegerField(_("quantity"))
    amount = models.PositiveIntegerField(_("amount in cents"))
    tax = models.PositiveIntegerField(_("tax in cents"))
    cancelled = models.PositiveIntegerField(_("not sent any more"), default=0)
    restocked = models.PositiveIntegerField(_("back in stock"), default=0)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("line of a refund")
        verbose_name_plural = _("lines of a refund")
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="refund_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0) | Q(amount__gt=0), name="refund_line_of_something"),
            models.CheckConstraint(condition=Q(tax__lte=F("amount")), name="refund_line_tax_within"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("cancelled") + F("restocked")), name="refund_line_pieces_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line_id}: {euros(self.amount)}"


class RefundPart(models.Model):
    """One way in which a refund goes back: to a payment, or as the share of a reduction (points) that is given back.

    Cents, decided when the refund is asked for and never again. `name`: "card", or the name of the plug. What is sent
    out bears `key`, stored before it leaves, so that whoever sends it again sends the same; only after a failure does
    the next try bear another, for Stripe remembers the answer to the first. `due_at`: when it is to be sent, or looked
    at, again; whoever takes it in hand moves it on, and a worker that dies leaves it due.
    """

    class Kind(models.TextChoices):
        """Money that was paid, or a reduction that was taken off."""

        MEANS = "means", _("means of payment")
        REDUCTION = "reduction", _("reduction")

    refund = models.ForeignKey(Refund, models.CASCADE, related_name="parts", verbose_name=_("refund"), db_index=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MEANS)
    name = models.CharField(_("goes to"), max_length=32)
    payment = models.ForeignKey(
        "payment.Payment", models.PROTECT, null=True, related_name="refund_parts", verbose_name=_("payment")
    )
    amount = models.PositiveIntegerField(_("amount in cents"))
    key = models.CharField(_("key"), max_length=80, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=clock.now, editable=False)
    trouble = models.CharField(_("trouble"), max_length=200, blank=True)
    by_hand = models.BooleanField(_("settled by hand"), default=False)
    stripe_id = models.CharField(_("number at Stripe"), max_length=64, blank=True)
    done_at = models.DateTimeField(_("done on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("part of a refund")
        verbose_name_plural = _("parts of a refund")
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=("asked", "sending", "pending")), name="refund_part_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["refund", "payment"], condition=Q(payment__isnull=False), name="refund_part_once_a_payment"
            ),
            models.UniqueConstraint(
                fields=["refund", "name"], condition=Q(kind="reduction"), name="refund_part_once_a_reduction"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_part_of_something"),
            models.CheckConstraint(
                condition=Q(kind="means", payment__isnull=False) | Q(kind="reduction", payment__isnull=True),
                name="refund_part_to_a_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {euros(self.amount)}"
