"""Menus: the shelves at the top, the columns and the last line at the bottom."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.content.models.links import Link


class MenuItem(Link):
    """An entry of a menu. In the footer, an entry without parent is the head of a column."""

    class Place(models.TextChoices):
        MAIN = "main", _("top: shelves")
        TOP = "top", _("top: beside the announcement")
        FOOTER = "footer", _("bottom: columns")
        BASE = "base", _("bottom: last line")

    place = models.CharField(_("menu"), max_length=10, choices=Place.choices, default=Place.MAIN)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("below")
    )
    label = models.CharField(
        _("words"), max_length=60, blank=True, help_text=_("Empty: the name of the category or page.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menus")
        ordering = ["place", "position", "id"]

    def __str__(self) -> str:
        return str(self.words)

    @property
    def words(self) -> str:
        return self.label or self.target_name

    def clean(self) -> None:
        super().clean()
        if self.parent is not None and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": _("A menu has two levels.")})
        if self.parent is not None and self.parent.place != self.place:
            raise ValidationError({"parent": _("Both must be in the same menu.")})
