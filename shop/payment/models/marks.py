"""Means of payment that are switched on at Stripe, as the shop shows them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.Model):
    """A means of payment to be shown, by Stripe's word for it (`visa`, `apple_pay`). Written by a daily task."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("mark of payment")
        verbose_name_plural = _("marks of payment")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.code
