"""What was sold, counted: kept by a sweep, so that lists and pages never walk through orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductSales(models.Model):
    """Pieces of a product (its variants together) ordered on a day of the shop's zone, and what they cost in cents."""

    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="+", db_index=False)
    day = models.DateField(_("day"))
    quantity = models.PositiveIntegerField(_("quantity"))
    gross = models.PositiveBigIntegerField(_("turnover in cents with VAT"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "day"], name="product_sales_once_a_day")]
        indexes = [models.Index(fields=["day"], include=["product", "quantity"], name="product_sales_by_day")]

    def __str__(self) -> str:
        return f"{self.product_id} {self.day}: {self.quantity}"


class BoughtTogether(models.Model):
    """In how many orders of a year a product stood beside another one; the few most frequent of each."""

    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(_("orders"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "other"], name="bought_together_once")]

    def __str__(self) -> str:
        return f"{self.product_id} + {self.other_id}: {self.count}"
