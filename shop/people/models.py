"""Person: who orders, reviews, likes, earns and is written to. Everything points here, never to a user."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop import clock
from shop.appendonly import AppendOnly


class Person(models.Model):
    """One human being as the shop knows them, with or without an account.

    `email` is the canonical address (shop.people.addresses.canonical), unique among persons that are not merged. A
    guest's is what they typed; that of a person with an account is proven, and empty until it is.
    `link_epoch` is part of every bulk link's signature: raising it revokes them all.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    email_proven_at = models.DateTimeField(_("e-mail proven"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    zone = models.CharField(_("time zone"), max_length=50, default="Europe/Paris")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    link_epoch = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=Q(merged_into__isnull=True) & ~Q(email=""), name="person_email_once"
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("pk")), name="person_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(_("erased person"))

    @property
    def is_guest(self) -> bool:
        """Without an account so far."""
        return self.user_id is None


class Consent(AppendOnly):
    """Somebody said yes or no to a purpose, at a time, to words that can be found again. Never edited."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name=_("person"))
    purpose = models.SlugField(_("purpose"), max_length=50)
    granted = models.BooleanField(_("granted"))
    wording = models.CharField(_("version of the words"), max_length=50)
    source = models.CharField(_("source"), max_length=100, help_text=_("where it was said: a page, a mail, a counter"))
    proof = models.CharField(
        _("proof"),
        max_length=200,
        blank=True,
        help_text=_("what shows it later: a message or form number, no network address"),
    )
    created_at = models.DateTimeField(_("time"), default=clock.now, editable=False)

    class Meta(AppendOnly.Meta):
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-id",)
        indexes = [models.Index(fields=["person", "purpose", "-id"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.purpose}: " + (_("yes") if self.granted else _("no"))


class Suppression(models.Model):
    """An address that must not be written to, kept as a keyed hash: it can be asked for, not read."""

    class Scope(models.TextChoices):
        """What is stopped."""

        MARKETING = "marketing", _("marketing mail")
        SERVICE = "service", _("service mail")
        ALL = "all", _("all mail")

    class Reason(models.TextChoices):
        """Why. Who left or was erased may come back by a new consent; a dead mailbox may not."""

        LEFT = "left", _("left")
        ERASED = "erased", _("erased")
        BOUNCE = "bounce", _("the mailbox does not exist")
        COMPLAINT = "complaint", _("complained")
        STAFF = "staff", _("entered by staff")

    digest = models.CharField(max_length=64, editable=False)
    scope = models.CharField(_("what is stopped"), max_length=20, choices=Scope)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [models.UniqueConstraint(fields=["digest", "scope", "reason"], name="suppression_once")]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} · {self.get_reason_display()}"


class TouchLink(models.Model):
    """A link that leads into the shop and is known again: what somebody shared, a campaign, a card in a parcel.

    `target` is a path of this shop. `owner` is whose link it is, if anybody's; who follows it is never noted.
    """

    token = models.CharField(max_length=64, unique=True, editable=False)
    target = models.CharField(_("leads to"), max_length=500)
    kind = models.SlugField(_("kind"), max_length=20)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="touch_links", verbose_name=_("whose")
    )
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("link into the shop")
        verbose_name_plural = _("links into the shop")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"/r/{self.token}"


class TouchDay(models.Model):
    """How often a link was followed on a day of the shop's zone; nothing about by whom."""

    link = models.ForeignKey(TouchLink, models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("followed"), default=0)

    class Meta:
        verbose_name = _("day of a link")
        verbose_name_plural = _("days of a link")
        ordering = ("-day",)
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="touch_day_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
