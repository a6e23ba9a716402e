"""Orders: Oscar's, with the person, the language and the touch they came by, and lines that know their margin."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from oscar.apps.order.abstract_models import AbstractLine, AbstractOrder

from shop.cents import cents

# Without I, L, O, U and the figures that sound or look like letters: read aloud, typed back.
NUMBER_SIGNS = "234679ACDEFGHJKMNPQRTVWXYZ"


def random_number() -> str:
    """An order number as "K7PX-2MQD": 26^8 of them, so a number alone is not guessed, and it opens nothing."""
    signs = "".join(secrets.choice(NUMBER_SIGNS) for _sign in range(8))
    return f"{signs[:4]}-{signs[4:]}"


class State(models.TextChoices):
    """How far an order is. Derived from parcels and refunds (shop.order.states), stored for lists, audited."""

    PLACED = "placed", pgettext_lazy("order", "to prepare")
    PREPARING = "preparing", pgettext_lazy("order", "being prepared")
    PARTLY = "partly", pgettext_lazy("order", "partly shipped")
    SHIPPED = "shipped", pgettext_lazy("order", "shipped")
    DELIVERED = "delivered", pgettext_lazy("order", "delivered")
    CANCELLED = "cancelled", pgettext_lazy("order", "cancelled")
    REFUNDED = "refunded", pgettext_lazy("order", "refunded")


class Order(AbstractOrder):
    """An order. What its person paid by card and by other means stands in cents; Oscar's columns in euros.

    `reference` is that of the purchase it came from: the same purchase twice is the same order. `touch` is the token
    of the link that brought its person. `delivery_shares` parts the delivery over the rates of VAT:
    [[rate in thousandths, cents with VAT, tax within], …].
    """

    reference = models.CharField(_("reference"), max_length=64, unique=True, null=True, blank=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="orders", verbose_name=_("person"), db_index=False
    )
    status = models.CharField(_("state"), max_length=16, choices=State, default=State.PLACED)
    language = models.CharField(_("language"), max_length=5, default="fr")
    touch = models.CharField(_("touch"), max_length=64, blank=True)
    channel = models.CharField(_("channel"), max_length=16, default="web")
    card_amount = models.PositiveIntegerField(_("paid by card, cents"), default=0)
    other_means = models.PositiveIntegerField(_("paid by other means, cents"), default=0)
    delivery_shares = models.JSONField(_("delivery by rate"), default=list, blank=True)
    delivery_earliest = models.DateField(_("delivery from"), null=True, blank=True)
    delivery_latest = models.DateField(_("delivery until"), null=True, blank=True)
    pickup_point = models.CharField(_("pick-up point"), max_length=64, blank=True)

    # Oscar's columns whose own index nobody asks, or that another one covers.
    date_placed = models.DateTimeField(_("placed"))
    site = models.ForeignKey("sites.Site", models.SET_NULL, null=True, db_index=False)
    billing_address = models.ForeignKey("order.BillingAddress", models.SET_NULL, null=True, blank=True, db_index=False)

    class Meta(AbstractOrder.Meta):
        abstract = False
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["-date_placed", "-id"], name="order_newest"),
            models.Index(fields=["person", "-date_placed"], name="order_of_person"),
            models.Index(fields=["status", "-date_placed"], name="order_by_state"),
            models.Index(fields=["guest_email"], name="order_by_address"),
            models.Index(fields=["touch"], condition=~Q(touch=""), name="order_by_touch"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total_incl_tax__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(condition=~Q(reference=""), name="order_reference_said"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def email(self) -> str:
        """Where its mails go: as typed at the checkout."""
        return str(self.guest_email)

    @property
    def total(self) -> int:
        """Cents with VAT and delivery."""
        return cents(self.total_incl_tax)

    @property
    def tax(self) -> int:
        """Cents of VAT in it."""
        return cents(self.total_incl_tax) - cents(self.total_excl_tax)

    @property
    def delivery(self) -> int:
        """Cents with VAT."""
        return cents(self.shipping_incl_tax)


class Line(AbstractLine):
    """A line, frozen as sold: cost without VAT, rate in thousandths, picture and language of that day.

    `cancelled`: pieces refunded before they were sent. `num_allocated`: pieces that the stock still keeps for it.
    """

    unit_cost = models.DecimalField(_("unit cost without VAT"), max_digits=12, decimal_places=2, default=0)
    vat_rate = models.PositiveSmallIntegerField(_("VAT rate in thousandths"), default=0)
    variant = models.CharField(_("variant"), max_length=255, blank=True)
    picture = models.CharField(_("picture"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=5, default="fr")
    cancelled = models.PositiveIntegerField(_("given up"), default=0, help_text=_("Pieces that will not be sent."))
    # One partner: an index of it would hold a million times the same.
    partner = models.ForeignKey(
        "partner.Partner", models.SET_NULL, related_name="order_lines", null=True, blank=True, db_index=False
    )

    class Meta(AbstractLine.Meta):
        abstract = False
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_of_something"),
            models.CheckConstraint(condition=Q(line_price_incl_tax__gte=0), name="order_line_not_negative"),
            models.CheckConstraint(condition=Q(cancelled__lte=F("quantity")), name="order_line_given_up_once"),
        ]

    @property
    def total(self) -> int:
        """Cents with VAT, after all reductions."""
        return cents(self.line_price_incl_tax)

    @property
    def before(self) -> int:
        """Cents with VAT, before reductions."""
        return cents(self.line_price_before_discounts_incl_tax)

    @property
    def unit_price(self) -> int:
        """Cents with VAT of one, before reductions."""
        return cents(self.unit_price_incl_tax or self.line_price_before_discounts_incl_tax / self.quantity)

    @property
    def tax(self) -> int:
        """Cents of VAT in the total."""
        return cents(self.line_price_incl_tax) - cents(self.line_price_excl_tax)

    @property
    def cost(self) -> int:
        """Cents without VAT of all pieces."""
        return cents(self.unit_cost) * self.quantity


class Reduction(models.Model):
    """What made an order cheaper before VAT, in cents. `kind`: "promotion", "delivery" or who gave it ("points")."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="reductions", verbose_name=_("order"))
    kind = models.CharField(_("kind"), max_length=20)
    label = models.CharField(_("label"), max_length=255)
    amount = models.PositiveIntegerField(_("amount in cents"))
    code = models.CharField(_("code"), max_length=128, blank=True)
    offer = models.ForeignKey("offer.ConditionalOffer", models.SET_NULL, null=True, blank=True, related_name="+")
    voucher = models.ForeignKey("voucher.Voucher", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("reduction")
        verbose_name_plural = _("reductions")

    def __str__(self) -> str:
        return f"{self.label}: {self.amount}"
