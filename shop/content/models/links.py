"""Where a menu entry or a slot of the home page leads: always inside the shop."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def validate_own_address(value: str) -> None:
    """Accepts "/search/?q=blue" and its like; raises ValidationError on other sites and on signs no address has."""
    parts = urlsplit(value)
    if (
        parts.scheme
        or parts.netloc
        or not value.startswith("/")
        or value.startswith("//")
        or re.search(r"[\\\s\x00-\x1f\x7f]", value)
    ):
        raise ValidationError(_("Write an address of this shop, from the first slash on: /search/?q=blue"))


class Link(models.Model):
    """One of category, page or own address, in this order; none leads nowhere (a mere title).

    An own address is written without language: "/search/?q=blue" is shown as "/fr/search/?q=blue".
    """

    category = models.ForeignKey(
        "catalogue.Category", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    page = models.ForeignKey(
        "content.Page", models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=_("page")
    )
    address = models.CharField(
        _("own address"),
        max_length=300,
        blank=True,
        validators=[validate_own_address],
        help_text=_("Inside this shop and without language: /search/?q=blue"),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if sum(map(bool, (self.category_id, self.page_id, self.address))) > 1:
            raise ValidationError(_("It leads to one place: a category, a page or an own address."))

    @property
    def is_open(self) -> bool:
        """Whether what it leads to can be seen by everybody."""
        if self.category is not None:
            return bool(self.category.is_public)
        return self.page is None or self.page.is_published

    @property
    def url(self) -> str:
        """The address in the language of now; empty when it leads nowhere."""
        if self.category is not None:
            return self.category.get_absolute_url()
        if self.page is not None:
            return self.page.get_absolute_url()
        if not self.address:
            return ""
        bare = re.sub(r"^/(fr|en)(?=/|$)", "", self.address) or "/"
        return f"/{(get_language() or 'fr')[:2]}{bare}"

    @property
    def target_name(self) -> str:
        """What it leads to calls itself."""
        return str((self.category and self.category.name) or (self.page and self.page.title) or "")
