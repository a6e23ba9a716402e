"""Zones, ways to deliver with their tariffs, and pick-up points. Sums in cents with VAT, weights in grams."""

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Zone(models.Model):
    """Countries that are delivered to alike. A country lies in one zone at most."""

    name = models.CharField(_("name"), max_length=80)
    countries = models.ManyToManyField(
        "address.Country", through="ZoneCountry", related_name="zones", verbose_name=_("countries")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class ZoneCountry(models.Model):
    """A country's zone: the database itself refuses a second one."""

    zone = models.ForeignKey(Zone, models.CASCADE)
    country = models.OneToOneField("address.Country", models.CASCADE, related_name="zone_entry")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.country_id)


class Method(models.Model):
    """A way to deliver in one zone.

    `free_from`: sum of the goods with VAT, reductions deducted, from which it costs nothing; None: never.
    `days_min`, `days_max`: working days between the day a parcel leaves and the day it arrives.
    `order_before`: hour in the shop's zone until which an order leaves on the same working day.
    """

    class Kind(models.TextChoices):
        HOME = "home", _("home")
        PICKUP = "pickup", _("pick-up point")

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="methods", verbose_name=_("zone"))
    name = models.CharField(_("name"), max_length=80)
    code = models.SlugField(_("code"), max_length=40, help_text=_("Short and lasting: orders keep it."))
    kind = models.CharField(_("delivered to"), max_length=8, choices=Kind.choices, default=Kind.HOME)
    active = models.BooleanField(_("offered"), default=True)
    free_from = models.PositiveIntegerField(_("free from, in cents"), null=True, blank=True)
    free_by_promotion = models.BooleanField(_("a promotion may make it free"), default=True)
    days_min = models.PositiveSmallIntegerField(_("working days, at least"), default=2)
    days_max = models.PositiveSmallIntegerField(_("working days, at most"), default=4)
    order_before = models.TimeField(_("leaves the same day if ordered before"), default=time(14))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("way to deliver")
        verbose_name_plural = _("ways to deliver")
        ordering = ["zone__position", "zone_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="delivery_method_code_once_a_zone"),
            models.CheckConstraint(condition=Q(days_max__gte=F("days_min")), name="delivery_method_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One step of a tariff: up to a weight (and up to a sum of goods, if one is given) it costs `price`.

    The first step that fits, by weight and then by sum, is the price. What weighs more than the last is not carried.
    """

    method = models.ForeignKey(Method, models.CASCADE, related_name="steps")
    up_to_grams = models.PositiveIntegerField(_("up to, in grams"), validators=[MinValueValidator(1)])
    up_to_total = models.PositiveIntegerField(_("for goods up to, in cents"), null=True, blank=True)
    price = models.PositiveIntegerField(_("price in cents with VAT"))

    class Meta:
        verbose_name = _("step of the tariff")
        verbose_name_plural = _("tariff")
        ordering = ["method", "up_to_grams", F("up_to_total").asc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(fields=["method", "up_to_grams", "up_to_total"], name="delivery_step_once"),
            models.UniqueConstraint(
                fields=["method", "up_to_grams"], condition=Q(up_to_total__isnull=True), name="delivery_open_step_once"
            ),
            models.CheckConstraint(condition=Q(up_to_grams__gt=0), name="delivery_step_of_some_weight"),
        ]

    def __str__(self) -> str:
        return f"<= {self.up_to_grams} g: {self.price}"


class PickupPoint(models.Model):
    """A place where a parcel waits for its owner. `latitude`, `longitude` in degrees, where they are known."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("number and street"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=12)
    city = models.CharField(_("town"), max_length=80)
    country = models.ForeignKey("address.Country", models.PROTECT, related_name="+", verbose_name=_("country"))
    hours = models.CharField(_("opening hours"), max_length=160, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    active = models.BooleanField(_("open to parcels"), default=True)

    class Meta:
        verbose_name = _("pick-up point")
        verbose_name_plural = _("pick-up points")
        ordering = ["country", "postcode", "id"]
        indexes = [models.Index(fields=["country", "active", "postcode"], name="delivery_points_near")]

    def __str__(self) -> str:
        return f"{self.name}, {self.postcode} {self.city}"


from oscar.apps.shipping.models import *  # type: ignore[assignment]  # noqa: F403, E402
