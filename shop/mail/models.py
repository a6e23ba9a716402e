"""A row for every mail, before there is a message; a row for every attempt to hand it over."""

import uuid
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop import clock


class Klass(models.IntegerChoices):
    """What a mail is to its reader, in the order in which mails leave."""

    TRANSACTIONAL = 0, _("transactional")
    SERVICE = 1, _("service")
    MARKETING = 2, _("marketing")


class State(models.TextChoices):
    """Where a mail stands. Waiting and claimed go on by themselves; the others are ends."""

    WAITING = "waiting", _("waiting")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    SKIPPED = "skipped", _("not sent")
    UNSURE = "unsure", _("perhaps sent")
    FAILED = "failed", _("failed")


ENDS = (State.SENT, State.SKIPPED, State.UNSURE, State.FAILED)


def new_message_id() -> str:
    """A Message-ID that nobody else has, without a hint to machine or time."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4().hex}@{domain}>"


class Mail(models.Model):
    """One mail to one person for one occasion.

    `to` is the canonical address; empty means: the person's at the moment of sending, and is then written here.
    `context` holds ids only, what is said is looked up when the mail leaves; `sealed` what must not be readable in the
    database (a code), wiped as soon as the mail has come to an end. `due` is when it should leave, `next_attempt_at`
    when it is tried next. A claim is good until `lease_until`; `sending_since` is set while the message is being handed
    over: only then can nobody tell after a crash whether it went.
    """

    kind = models.CharField(_("kind"), max_length=60)
    klass = models.PositiveSmallIntegerField(_("class"), choices=Klass)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="mails", verbose_name=_("person")
    )
    to = models.EmailField(_("to"), blank=True, db_index=True)
    occasion = models.CharField(_("occasion"), max_length=120)
    language = models.CharField(_("language"), max_length=5)
    context = models.JSONField(_("context"), default=dict, blank=True)
    sealed = models.TextField(blank=True, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True, default=new_message_id, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    due = models.DateTimeField(_("due"), default=clock.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=clock.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    resends = models.PositiveIntegerField(_("sent again by staff"), default=0)
    resend_by = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sent again by")
    )
    claimed_by = models.CharField(max_length=32, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    sending_since = models.DateTimeField(null=True, blank=True, editable=False)
    template_version = models.CharField(_("version of the texts"), max_length=12, blank=True)
    created_at = models.DateTimeField(_("written"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)

    # Set on a row that is only looked at: builders make no links and change nothing then.
    is_preview = False
    # What its kind's `gather` found out for a batch of them; None: the builder asks for itself.
    known: Any = None

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        permissions = [("resend_mail", "Can send a mail again")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "occasion", "person"], condition=Q(person__isnull=False), name="mail_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["kind", "occasion", "to"], condition=Q(person__isnull=True), name="mail_once_an_address"
            ),
        ]
        indexes = [
            models.Index(fields=["klass", "next_attempt_at", "id"], condition=Q(state="waiting"), name="mail_due"),
            models.Index(fields=["lease_until"], condition=Q(state="claimed"), name="mail_leases"),
            models.Index(fields=["state", "-id"], name="mail_by_state"),
            models.Index(fields=["person", "sent_at"], name="mail_to_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.occasion}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A row that was prepared for looking must not be written."""
        if self.is_preview:
            raise TypeError("This mail is only looked at.")
        super().save(*args, **kwargs)


class Attempt(models.Model):
    """One try to hand a mail over to the mail server. While it lasts the mail itself says so (`sending_since`)."""

    class Outcome(models.TextChoices):
        """How it ended."""

        SENT = "sent", _("taken by the mail server")
        POSTPONED = "postponed", _("to be tried again")
        REFUSED = "refused", _("refused for good")
        UNSURE = "unsure", _("the line broke: nobody knows")

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="tries", verbose_name=_("mail"))
    number = models.PositiveIntegerField(_("number"))
    begun_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), default=clock.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reply = models.CharField(_("the server’s answer"), max_length=300, blank=True)
    template_version = models.CharField(_("version of the texts"), max_length=12, blank=True)
    by = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sent again by")
    )

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ("mail", "number")
        constraints = [models.UniqueConstraint(fields=["mail", "number"], name="attempt_number_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_outcome_display()}"
