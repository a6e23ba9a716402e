"""The shelf: one row a product with all that lists, facets and search show, so that they join nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Availability(models.IntegerChoices):
    """Three buckets: only a change of bucket changes a page."""

    GONE = 0, _("sold out")
    FEW = 1, _("few left")
    GOOD = 2, _("in stock")


class ShelfItem(models.Model):
    """What a card shows. Money in cents with VAT; rating in hundredths of a star; null means unknown."""

    product = models.OneToOneField("catalogue.Product", models.CASCADE, primary_key=True, related_name="shelf")
    title = models.CharField(max_length=255)
    slug = models.CharField(max_length=255)
    summary = models.CharField(max_length=160, blank=True)
    picture_alt = models.CharField(max_length=250, blank=True)
    picture = models.JSONField(default=dict, blank=True)
    other_picture = models.JSONField(default=dict, blank=True)
    kind_id = models.BigIntegerField(default=0)
    variants = models.PositiveIntegerField(default=1)
    price_from = models.PositiveIntegerField(null=True)
    price_to = models.PositiveIntegerField(null=True)
    price_prior = models.PositiveIntegerField(null=True)
    availability = models.PositiveSmallIntegerField(choices=Availability.choices, default=Availability.GOOD)
    sales = models.PositiveIntegerField(default=0)
    rating = models.PositiveIntegerField(null=True)
    rating_count = models.PositiveIntegerField(default=0)
    likes = models.PositiveIntegerField(default=0)
    priority = models.SmallIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    new_until = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "product"], name="shelf_newest"),
            models.Index(fields=["-sales", "product"], name="shelf_sales"),
            models.Index(fields=["price_from", "product"], name="shelf_price"),
            # The figures of any list (how many, from which price) without reading the rows themselves.
            models.Index(
                fields=["product"],
                include=["price_from", "price_to", "availability", "new_until"],
                name="shelf_figures",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class ShelfTerm(models.Model):
    """A word under which a product is found on the shelf: one of its categories (with all above) or options."""

    CATEGORY, OPTION = 1, 2

    item = models.ForeignKey(ShelfItem, models.CASCADE, related_name="terms", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=[(CATEGORY, "category"), (OPTION, "option")])
    attribute = models.CharField(max_length=128, blank=True)
    value = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value", "item"], name="shelf_term_once")]
        indexes = [models.Index(fields=["item", "kind", "value"], name="shelf_term_of_item")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"
