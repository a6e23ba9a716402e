"""A payment, its refunds, and the calls to Stripe that are under way for it. All sums are integer cents."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop import clock

CARD = "card"


class Payment(models.Model):
    """Money for one reference by one means: Stripe (`card`: a PaymentIntent or a hosted session), or a plug by name.

    `received` is what Stripe says was taken; `refunded` counts refunds that are done or under way, so it is raised
    before Stripe is asked; `refunded_elsewhere` is what was refunded past us (Stripe's dashboard).
    Only shop.payment.services writes here.
    """

    class State(models.TextChoices):
        """Where a payment stands. It never leaves paid, review; cancelled only if money was taken all the same."""

        OPEN = "open", _("open")
        PROCESSING = "processing", _("processing")
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed, can be tried again")
        CANCELLED = "cancelled", _("cancelled")
        REVIEW = "review", _("to be looked at")

    reference = models.CharField(_("reference"), max_length=64)
    means = models.CharField(_("means"), max_length=20, default=CARD)
    order = models.ForeignKey(
        "order.Order", models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("order")
    )
    amount = models.BigIntegerField(_("amount in cents"))
    received = models.BigIntegerField(_("received, in cents"), default=0)
    refunded = models.BigIntegerField(_("refunded, in cents"), default=0)
    refunded_elsewhere = models.BigIntegerField(_("refunded at Stripe by hand, in cents"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="eur")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    note = models.CharField(_("note"), max_length=200, blank=True)

    intent_id = models.CharField(_("PaymentIntent"), max_length=255, blank=True)
    client_secret = models.CharField(max_length=255, blank=True, editable=False)
    session_id = models.CharField(_("Checkout Session"), max_length=255, blank=True)
    session_url = models.TextField(blank=True, editable=False)
    # What Stripe has been told to take; differs from `amount` only while a change is under way.
    amount_at_stripe = models.BigIntegerField(default=0, editable=False)
    # Of a hosted session: what was begun with (a digest), the goods alone, and what each delivery costs, by its code.
    content = models.CharField(max_length=64, blank=True, editable=False)
    goods = models.BigIntegerField(default=0, editable=False)
    rates = models.JSONField(default=dict, blank=True, editable=False)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)

    brand = models.CharField(_("brand"), max_length=40, blank=True)
    last4 = models.CharField(_("last four figures"), max_length=4, blank=True)
    fingerprint = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    wallet = models.CharField(_("wallet"), max_length=40, blank=True)
    failure = models.CharField(_("reason of the failure"), max_length=80, blank=True)

    # The state that those who listen have taken in; another than `state`: they are told (again).
    handled = models.CharField(max_length=10, default=State.OPEN, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    looked_at = models.DateTimeField(_("looked up at Stripe"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=["looked_at"], condition=Q(state__in=["open", "processing", "failed"]), name="payment_unsettled"
            ),
            models.Index(fields=["told_at"], condition=~Q(handled=F("state")), name="payment_untold"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reference", "means"], name="payment_once"),
            models.UniqueConstraint(fields=["intent_id"], condition=~Q(intent_id=""), name="payment_intent_once"),
            models.UniqueConstraint(fields=["session_id"], condition=~Q(session_id=""), name="payment_session_once"),
            models.CheckConstraint(condition=Q(amount__gte=0, received__gte=0), name="payment_not_negative"),
            models.CheckConstraint(condition=Q(refunded__gte=0, refunded__lte=F("received")), name="payment_refunded"),
            models.CheckConstraint(condition=~Q(state="paid") | Q(received=F("amount")), name="payment_paid_is_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.means}): {self.amount}"

    @property
    def is_over(self) -> bool:
        """Nothing that a shopper does changes it any more."""
        return self.state in (self.State.PAID, self.State.CANCELLED, self.State.REVIEW)

    @property
    def refundable(self) -> int:
        """Cents that can still be given back."""
        return max(0, self.received - self.refunded - self.refunded_elsewhere)


class PaymentRefund(models.Model):
    """Money given back, once for each key of whoever asked."""

    class State(models.TextChoices):
        """`asked`: Stripe's answer is not known yet; the same is asked again until it is."""

        ASKED = "asked", _("asked")
        PENDING = "pending", _("under way")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    key = models.CharField(_("key"), max_length=120, unique=True)
    amount = models.BigIntegerField(_("amount in cents"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    refund_id = models.CharField(_("refund at Stripe"), max_length=255, blank=True)
    failure = models.CharField(_("reason of the failure"), max_length=80, blank=True)
    handled = models.CharField(max_length=10, default=State.ASKED, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    looked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=["looked_at"], condition=Q(state__in=["asked", "pending"]), name="paymentrefund_unsettled"
            ),
            models.Index(fields=["told_at"], condition=~Q(handled=F("state")), name="paymentrefund_untold"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["refund_id"], condition=~Q(refund_id=""), name="paymentrefund_at_stripe_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="paymentrefund_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount} {self.get_state_display()}"


def new_key() -> str:
    """An idempotency key: long enough by chance that Stripe never saw it before."""
    return f"ricochet-{uuid.uuid4()}"


class Call(models.Model):
    """A write to Stripe, stored before it is made: until its answer is known, the same wish has the same key.

    `parameters` are kept only that long (they may hold an address), `digest` for good.
    """

    class State(models.TextChoices):
        """`sent`: perhaps done. `spoilt`: Stripe remembers an error of its own under the key, another one is needed."""

        SENT = "sent", _("sent")
        ANSWERED = "answered", _("answered")
        REFUSED = "refused", _("refused")
        SPOILT = "spoilt", _("spoilt")

    payment = models.ForeignKey(Payment, models.CASCADE, related_name="calls", verbose_name=_("payment"))
    purpose = models.CharField(_("purpose"), max_length=20)
    digest = models.CharField(max_length=64, editable=False)
    parameters = models.JSONField(default=dict, blank=True, editable=False)
    key = models.CharField(_("key"), max_length=80, unique=True, default=new_key, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENT)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("call to Stripe")
        verbose_name_plural = _("calls to Stripe")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "purpose", "digest"], condition=Q(state="sent"), name="call_one_key_a_wish"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.payment_id}: {self.get_state_display()}"
