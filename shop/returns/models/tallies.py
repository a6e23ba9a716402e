"""How much has been refunded of what, each beside its limit: the database refuses more than was bought or paid.

A tally counts a refund from the moment it is asked for. Limits are copied from order and payment when the first refund
is asked for; none of them changes later, and the audit compares.
"""

from django.db import models
from django.db.models import F, Q


class OrderRefunded(models.Model):
    """Of an order, in cents with VAT: everything, and the delivery in it."""

    order = models.OneToOneField("order.Order", models.PROTECT, related_name="refunded")
    total = models.PositiveIntegerField()
    amount = models.PositiveIntegerField(default=0)
    delivery_total = models.PositiveIntegerField()
    delivery = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__lte=F("total")), name="order_refunded_within"),
            models.CheckConstraint(condition=Q(delivery__lte=F("delivery_total")), name="delivery_refunded_within"),
            models.CheckConstraint(condition=Q(delivery__lte=F("amount")), name="delivery_refunded_part"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.amount}/{self.total}"


class LineRefunded(models.Model):
    """Of an order line: pieces, cents with VAT, tax within."""

    line = models.OneToOneField("order.Line", models.PROTECT, related_name="refunded")
    bought = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    amount = models.PositiveIntegerField(default=0)
    tax_total = models.PositiveIntegerField()
    tax = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__lte=F("bought")), name="line_refunded_pieces_within"),
            models.CheckConstraint(condition=Q(amount__lte=F("total")), name="line_refunded_within"),
            models.CheckConstraint(condition=Q(tax__lte=F("tax_total")), name="line_refunded_tax_within"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.amount}/{self.total}"


class PaymentRefunded(models.Model):
    """Of a payment, in cents: what refunds of its order have been promised from it."""

    payment = models.OneToOneField("payment.Payment", models.PROTECT, related_name="promised_back")
    total = models.PositiveIntegerField()
    amount = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__lte=F("total")), name="payment_refunded_within")]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.amount}/{self.total}"


class ReductionReturned(models.Model):
    """Of a reduction that a plug gave (points), in cents: what has been given back."""

    order = models.ForeignKey("order.Order", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=32)
    total = models.PositiveIntegerField()
    amount = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "name"], name="reduction_returned_once"),
            models.CheckConstraint(condition=Q(amount__lte=F("total")), name="reduction_returned_within"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.name}: {self.amount}/{self.total}"
