"""Products and their variants. Sold is the variant; liked, reviewed and wished for is the product."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import AbstractProduct, AbstractProductRecommendation

from catalog.models.kinds import VatClass


class Product(AbstractProduct):
    """A product (stand-alone or parent) or one of its variants (child). Drafts are not public."""

    is_public = models.BooleanField(_("visible in the shop"), default=False, db_index=True)
    summary = models.CharField(
        _("line under the name"),
        max_length=160,
        blank=True,
        help_text=_("Matter and size, for example: Porcelain · 30 cl"),
    )
    story = models.TextField(_("story"), blank=True, help_text=_("The maker's own words."))
    story_by = models.CharField(_("told by"), max_length=120, blank=True)
    vat_class = models.CharField(
        _("VAT class"), max_length=16, choices=VatClass.choices, blank=True, help_text=_("Empty: that of its kind.")
    )
    weight = models.PositiveIntegerField(_("weight in grams"), default=0)
    published_at = models.DateTimeField(_("on sale since"), null=True, blank=True, db_index=True)
    new_until = models.DateTimeField(
        _("new until"), null=True, blank=True, help_text=_("Empty: 30 days after it came on sale.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    picture = models.ForeignKey(
        "catalogue.ProductImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )

    class Meta(AbstractProduct.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=[f"slug_{language}"],
                condition=~Q(structure="child"),
                name=f"product_slug_{language}_once",
            )
            for language in ("fr", "en")
        ]

    def get_absolute_url(self) -> str:
        """The page of the product; a variant's own address is that page with its number (?v=)."""
        if self.is_child and self.parent is not None:
            return f"{self.parent.get_absolute_url()}?v={self.upc or self.pk}"
        return reverse("catalog:product", kwargs={"slug": self.slug})


class ProductRecommendation(AbstractProductRecommendation):
    """ "Look also at": shown from both sides unless `one_way`."""

    one_way = models.BooleanField(_("one way only"), default=False)

    class Meta(AbstractProductRecommendation.Meta):
        abstract = False


class OldAddress(models.Model):
    """An address that a product or category once had; it redirects for good (301)."""

    language = models.CharField(max_length=5)
    path = models.CharField(max_length=500)
    product = models.ForeignKey(Product, models.CASCADE, null=True, blank=True, related_name="old_addresses")
    category = models.ForeignKey(
        "catalogue.Category", models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "path"], condition=Q(product__isnull=False), name="old_product_address_once"
            ),
            models.UniqueConstraint(
                fields=["language", "path"], condition=Q(category__isnull=False), name="old_category_address_once"
            ),
            models.CheckConstraint(
                condition=Q(product__isnull=False, category__isnull=True)
                | Q(product__isnull=True, category__isnull=False),
                name="old_address_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.path}"
