"""Accounts in whole numbers. The balance is the sum of the entries; entries and allocations are never changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop import clock
from shop.appendonly import AppendOnly
from shop.people.models import Person


class Account(models.Model):
    """What somebody (or a gift voucher, by its key) has, owes and has promised, in one unit.

    `balance` = what is there = Σ entries' amounts; `held` of it is promised to open holds; `debt` is what was taken
    back after it had been spent = Σ entries' `owed`. Only shop.ledger.services writes here.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("person")
    )
    unit = models.CharField(_("unit"), max_length=20)
    key = models.CharField(_("key"), max_length=100, blank=True, help_text=_("names an account that nobody owns"))
    balance = models.BigIntegerField(_("balance"), default=0)
    held = models.BigIntegerField(_("held"), default=0)
    debt = models.BigIntegerField(_("debt"), default=0)
    # Nothing expires before this moment (None: nothing expires): the sweep looks here, not at every lot.
    expires_from = models.DateTimeField(null=True, blank=True, editable=False)
    # Persons became one: whoever still means this account means that one.
    moved_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("moved to")
    )
    # Counts writes, so that a write without the lock is noticed.
    version = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        permissions = [("correct_account", "Can correct a ledger account")]
        indexes = [
            models.Index(fields=["expires_from"], condition=Q(expires_from__isnull=False), name="account_expiry")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit"], condition=Q(person__isnull=False), name="account_person"
            ),
            models.UniqueConstraint(fields=["unit", "key"], condition=Q(person__isnull=True), name="account_key"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, key="") | (Q(person__isnull=True) & ~Q(key="")), name="account_owner"
            ),
            models.CheckConstraint(condition=Q(balance__gte=0, debt__gte=0), name="account_not_negative"),
            models.CheckConstraint(condition=Q(held__gte=0, held__lte=F("balance")), name="account_held_is_there"),
            # Who owes has nothing free: later credits pay the debt first.
            models.CheckConstraint(condition=Q(debt=0) | Q(balance=F("held")), name="account_debt_first"),
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | Q(balance=0, debt=0, held=0), name="account_moved_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.key} · {self.unit}"

    @property
    def available(self) -> int:
        """What is there and not promised (before expiry that is due: see selectors.available)."""
        return self.balance - self.held


class Entry(AppendOnly):
    """One thing that happened to an account, once: (kind, source) is unique.

    `amount` changes the balance, `owed` changes the debt; what it is worth to the owner is `amount - owed`. `asked` is
    what the caller wanted; it differs from the worth only when part of an earning had expired before it was taken back.
    A positive amount is a lot: it is spent first in, first out, and may expire.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="entries", verbose_name=_("account"))
    amount = models.BigIntegerField(_("amount"))
    owed = models.BigIntegerField(_("debt"), default=0)
    asked = models.BigIntegerField(default=0)
    balance_after = models.BigIntegerField(_("balance after"))
    debt_after = models.BigIntegerField(_("debt after"))
    kind = models.CharField(_("kind"), max_length=40)
    source = models.CharField(_("source"), max_length=150)
    note = models.CharField(_("note"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    reverses = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reversals")
    created_at = models.DateTimeField(_("time"), default=clock.now)
    created_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta(AppendOnly.Meta):
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ("-id",)
        indexes = [models.Index(fields=["account", "-id"], name="entry_statement")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "source"], name="entry_once"),
            models.CheckConstraint(condition=Q(balance_after__gte=0, debt_after__gte=0), name="entry_not_negative"),
            models.CheckConstraint(condition=Q(expires_at__isnull=True) | Q(amount__gte=0), name="entry_lot_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}: {self.worth:+d}"

    @property
    def worth(self) -> int:
        """What the entry brought (+) or took (−), in the account's unit, debt paid or made included."""
        return self.amount - self.owed


class Allocation(AppendOnly):
    """Which lot a spending came from."""

    spending = models.ForeignKey(Entry, models.PROTECT, related_name="taken_from")
    earning = models.ForeignKey(Entry, models.PROTECT, related_name="spent_by")
    amount = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.UniqueConstraint(fields=["spending", "earning"], name="allocation_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_positive"),
            models.CheckConstraint(condition=Q(spending__gt=F("earning")), name="allocation_after_earning"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}: {self.earning_id} → {self.spending_id}"


class Hold(models.Model):
    """A promise: so much of the balance is kept for one purpose until it is captured or released.

    `expires_at` None: whoever took it gives it back. Past it, a hold that is still open can be captured until the
    sweep has ended it.
    """

    class State(models.TextChoices):
        """Where a hold stands; everything but open is final."""

        OPEN = "open", _("open")
        CAPTURED = "captured", _("captured")
        RELEASED = "released", _("released")
        EXPIRED = "expired", _("expired")

    account = models.ForeignKey(Account, models.PROTECT, related_name="holds", verbose_name=_("account"))
    amount = models.BigIntegerField(_("amount"))
    key = models.CharField(_("key"), max_length=150, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, editable=False, related_name="hold")
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        indexes = [
            models.Index(fields=["account"], condition=Q(state="open"), name="hold_open"),
            models.Index(fields=["expires_at"], condition=Q(state="open", expires_at__isnull=False), name="hold_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="hold_positive"),
            models.CheckConstraint(
                condition=Q(state="captured", entry__isnull=False) | (~Q(state="captured") & Q(entry__isnull=True)),
                name="hold_captured_by_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount} {self.get_state_display()}"
