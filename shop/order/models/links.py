"""Links that open one order to whoever holds them: rows, so that they expire and can be taken back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shop import clock
from shop.order.models.orders import Order


class OrderLink(models.Model):
    """A link to an order. Only the hash of its token is kept: nobody can read it back, not even staff."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="links", verbose_name=_("order"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=20, default="order")
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), db_index=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("link to an order")
        verbose_name_plural = _("links to orders")

    def __str__(self) -> str:
        return f"{self.purpose} {self.order_id}"
