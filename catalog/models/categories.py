"""The category tree: three levels, an address per language."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import AbstractCategory


class Category(AbstractCategory):
    """A shelf of the shop. `address` is its whole path in a language ("textile/t-shirts"), kept by `save`."""

    address = models.CharField(_("address"), max_length=500, blank=True, editable=False)
    picture = models.ForeignKey(
        "catalogue.ProductImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Which product's picture stands for this shelf on the home page."),
    )

    class Meta(AbstractCategory.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=[f"address_{language}"],
                condition=~Q(**{f"address_{language}": ""}),
                name=f"category_address_{language}_once",
            )
            for language in ("fr", "en")
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("catalog:category", kwargs={"path": self.address})
