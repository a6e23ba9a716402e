"""Pictures of products and the widths cut from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import AbstractProductImage


class ProductImage(AbstractProductImage):
    """One picture. `stem` names the files cut from it: <stem>-<width>.avif and .webp, below MEDIA_ROOT.

    `widths` lists the widths (pixels) that stand on disk; empty until the worker has cut them.
    """

    alt = models.CharField(_("alternative text"), max_length=250, blank=True)
    width = models.PositiveIntegerField(_("width in pixels"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), default=0, editable=False)
    stem = models.CharField(max_length=200, blank=True, editable=False)
    widths = models.JSONField(default=list, blank=True, editable=False)
    cut_at = models.DateTimeField(null=True, editable=False)
    cut_trouble = models.CharField(_("why it cannot be shown"), max_length=250, blank=True, editable=False)
    focus_x = models.PositiveSmallIntegerField(_("focus from the left, in per cent"), default=50)
    focus_y = models.PositiveSmallIntegerField(_("focus from the top, in per cent"), default=50)
    drawn_from = models.CharField(max_length=120, blank=True, editable=False)

    class Meta(AbstractProductImage.Meta):
        abstract = False
