"""Slots: what the home page is put together from, each with its dates."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.pictures.naming import Picture, picture_of
from shop.content.models.links import Link


class HomeSlotQuerySet(models.QuerySet["HomeSlot"]):
    def shown_at(self, moment: datetime) -> "HomeSlotQuerySet":
        """Those whose time it is: from `starts_at` on, up to but without `ends_at`."""
        return self.filter(
            Q(starts_at__isnull=True) | Q(starts_at__lte=moment), Q(ends_at__isnull=True) | Q(ends_at__gt=moment)
        )


class HomeSlot(Link):
    """A piece of the home page, shown from `starts_at` (null: always) until `ends_at` (null: for good)."""

    class Kind(models.TextChoices):
        ANNOUNCE = "announce", _("line at the top of every page")
        HERO = "hero", _("opening picture and words")
        ASSURANCE = "assurance", _("assurance (delivery, returns …)")
        NEW = "new", _("new products")
        BEST = "best", _("best sellers")
        SHELF = "shelf", _("tile of a category")
        BAND = "band", _("ripple band")
        LETTER = "letter", _("letter of a customer")
        WORDS = "words", _("picture and words, dated")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("words"), max_length=600, blank=True)
    action = models.CharField(_("words on the button"), max_length=60, blank=True)
    signed = models.CharField(_("signed"), max_length=120, blank=True, help_text=_("Of a letter: Claire, Nantes"))
    icon = models.CharField(_("drawing"), max_length=40, blank=True, help_text=_("Of an assurance: parcel, leaf, hops"))
    picture = models.ForeignKey(
        "catalogue.ProductImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture of a product"),
    )
    upload = models.ImageField(_("own picture"), upload_to="originals/slots/%Y/", blank=True)
    cuts = models.JSONField(default=dict, blank=True, editable=False)
    alt = models.CharField(_("alternative text"), max_length=250, blank=True)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True, db_index=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True, db_index=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = HomeSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot of the home page")
        verbose_name_plural = _("home page")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="home_slot_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title or self.target_name}".removesuffix(": ")

    @property
    def image(self) -> Picture:
        """What stands for the slot, as pages name pictures: its own one once it is cut, else the product's."""
        return self.cuts or picture_of(self.picture)

    @property
    def image_alt(self) -> str:
        return self.alt or (self.picture.alt if self.picture and not self.cuts else "")

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must come after the beginning.")})
        if self.upload and not self.alt:
            raise ValidationError({"alt": _("Say in a few words what the picture shows.")})
