"""Product kinds, their typed attributes and options."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import (
    AbstractAttributeOption,
    AbstractProductAttribute,
    AbstractProductAttributeValue,
    AbstractProductClass,
)


class VatClass(models.TextChoices):
    """What the rate depends on besides the country; the rates themselves are rows of shop.stock."""

    STANDARD = "standard", _("standard rate")
    FOOD = "food", _("food")
    BOOK = "book", _("books")


class ProductClass(AbstractProductClass):
    """A kind of product: which attributes it has, which VAT class, which mentions its label must bear."""

    vat_class = models.CharField(_("VAT class"), max_length=16, choices=VatClass.choices, default=VatClass.STANDARD)


class ProductAttribute(AbstractProductAttribute):
    """A typed property of a kind. An axis parts its variants (size, colour); a label mention must be printed."""

    facet = models.BooleanField(_("filter in lists"), default=False)
    axis = models.BooleanField(_("parts the variants"), default=False)
    label_mention = models.BooleanField(
        _("label mention"),
        default=False,
        help_text=_(
            "Required by law on the product page, for example ingredients: a product without it stays a draft."
        ),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(AbstractProductAttribute.Meta):
        abstract = False
        ordering = ["position", "code"]


class AttributeOption(AbstractAttributeOption):
    """One value of a list of options, with a colour for a swatch if it is one."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    swatch = models.CharField(_("colour"), max_length=7, blank=True, help_text=_("As #2b4c9b."))

    class Meta(AbstractAttributeOption.Meta):
        abstract = False
        ordering = ["position", "id"]


class ProductAttributeValue(AbstractProductAttributeValue):
    """The value of an attribute for a product or a variant; texts in both languages."""
