"""What is delivered: parcels. An order's state, points, withdrawal and invoices count from them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shop import clock
from shop.order.models.orders import Line, Order


class Parcel(models.Model):
    """Some lines of an order on their way together. `number` counts the parcels of the order; `batch` those packed
    on one occasion."""

    class State(models.TextChoices):
        """Where it is."""

        PREPARING = "preparing", pgettext_lazy("parcel", "being prepared")
        SHIPPED = "shipped", pgettext_lazy("parcel", "shipped")
        DELIVERED = "delivered", pgettext_lazy("parcel", "delivered")
        CANCELLED = "cancelled", pgettext_lazy("parcel", "cancelled")

    order = models.ForeignKey(Order, models.CASCADE, related_name="parcels", verbose_name=_("order"), db_index=False)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.PREPARING)
    carrier = models.CharField(_("carrier"), max_length=64, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=64, blank=True)
    batch = models.CharField(_("batch"), max_length=32, blank=True)
    created_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)
    shipped_at = models.DateTimeField(_("shipped on"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered on"), null=True, blank=True)

    class Meta:
        ordering = ["order", "number"]
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="parcel_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=("shipped", "delivered")) | Q(shipped_at__isnull=False),
                name="parcel_shipped_some_day",
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | (~Q(state="delivered") & Q(delivered_at__isnull=True)),
                name="parcel_delivered_some_day",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "created_at"], name="parcel_to_do"),
            models.Index(fields=["delivered_at"], condition=Q(delivered_at__isnull=False), name="parcel_arrived"),
            models.Index(fields=["batch"], condition=~Q(batch=""), name="parcel_of_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.number}"


class ParcelLine(models.Model):
    """So many pieces of a line in a parcel."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="lines", verbose_name=_("parcel"), db_index=False)
    line = models.ForeignKey(Line, models.CASCADE, related_name="parcel_lines", verbose_name=_("line"))
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("line of a parcel")
        verbose_name_plural = _("lines of a parcel")
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line"], name="parcel_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="parcel_line_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line_id}"
