"""Prices with VAT, their history as intervals, cost and stock. One partner, one stock record a variant."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.abstract_models import AbstractStockRecord


class UnwrittenHistory(TypeError):
    """Somebody tried to change a price past the service that keeps its history."""


class StockRecordQuerySet(models.QuerySet["StockRecord"]):
    """Refuses to change prices in bulk: Directive 98/6 Art. 6a needs each of them on record."""

    def update(self, **fields: object) -> int:
        if "price" in fields:
            raise UnwrittenHistory("Prices change through shop.stock.services.set_price, which keeps their history.")
        return super().update(**fields)


class StockRecord(AbstractStockRecord):
    """What a variant costs and how many there are. `price` with VAT, `cost` without, in euros."""

    cost = models.DecimalField(_("cost without VAT"), max_digits=12, decimal_places=2, default=0)
    few_left = models.PositiveIntegerField(_("“few left” from"), default=3)

    objects = StockRecordQuerySet.as_manager()

    class Meta(AbstractStockRecord.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["product"], name="stock_record_once_a_variant"),
            # Oscar oversells without it: allocated can never pass what is there.
            models.CheckConstraint(
                condition=Q(num_in_stock__isnull=True)
                | Q(num_allocated__isnull=True)
                | Q(num_allocated__lte=F("num_in_stock")),
                name="stock_never_oversold",
            ),
            models.CheckConstraint(
                condition=Q(num_allocated__isnull=True) | Q(num_allocated__gte=0), name="stock_allocated_not_negative"
            ),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="stock_price_not_negative"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="stock_cost_not_negative"),
        ]


class PriceInterval(models.Model):
    """A price that anyone could pay, from `starts_at` until `ends_at` (null: still). Cents with VAT."""

    class Source(models.TextChoices):
        PRICE = "price", _("selling price")
        PROMOTION = "promotion", _("public promotion")

    stockrecord = models.ForeignKey("partner.StockRecord", models.CASCADE, related_name="price_intervals")
    price = models.PositiveIntegerField(_("price in cents"))
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.PRICE)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["stockrecord", "starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stockrecord", "source"], condition=Q(ends_at__isnull=True), name="price_interval_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="price_interval_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price} from {self.starts_at}"


class StockHold(models.Model):
    """Pieces promised to somebody who is paying (`held`) or has paid (`captured`), counted in `num_allocated`.

    `source` names the pending order. `left` pieces of a captured hold are no longer promised: shipped or given back.
    """

    class State(models.TextChoices):
        HELD = "held", _("held")
        CAPTURED = "captured", _("sold")
        RELEASED = "released", _("given back")

    source = models.CharField(max_length=64)
    stockrecord = models.ForeignKey("partner.StockRecord", models.PROTECT, related_name="holds")
    quantity = models.PositiveIntegerField(_("quantity"))
    left = models.PositiveIntegerField(_("no longer promised"), default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.HELD)
    until = models.DateTimeField(_("held until"))

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "stockrecord"], condition=~Q(state="released"), name="stock_hold_once_a_source"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="stock_hold_of_something"),
            models.CheckConstraint(condition=Q(left__lte=F("quantity")), name="stock_hold_left_within"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} for {self.source}"


class VatRate(models.Model):
    """The rate of a VAT class in a country, from a day on. In thousandths: 200 is 20 %, 55 is 5.5 %."""

    country = models.CharField(_("country"), max_length=2)
    vat_class = models.CharField(_("VAT class"), max_length=16)
    rate = models.PositiveSmallIntegerField(_("rate in thousandths"))
    valid_from = models.DateField(_("valid from"))

    class Meta:
        ordering = ["country", "vat_class", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["country", "vat_class", "valid_from"], name="vat_rate_once")]

    def __str__(self) -> str:
        return f"{self.country} {self.vat_class} {self.rate / 10:g} %"


from oscar.apps.partner.models import *  # type: ignore[assignment]  # noqa: F403, E402
