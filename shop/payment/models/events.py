"""What Stripe tells by webhook: stored as it came, worked later."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop import clock


class Event(models.Model):
    """One event of Stripe's, once. `body` is what was signed; it is emptied 30 days after the work (personal data)."""

    key = models.CharField(_("event"), max_length=255, unique=True)
    kind = models.CharField(_("kind"), max_length=80)
    body = models.TextField(blank=True, editable=False)
    received_at = models.DateTimeField(_("received"), default=clock.now, editable=False)
    # When it is next to be worked; a worker that takes it moves this on, so that no other does meanwhile.
    due_at = models.DateTimeField(default=clock.now, editable=False)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    worked_at = models.DateTimeField(_("worked"), null=True, blank=True, editable=False)
    result = models.CharField(_("result"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("event from Stripe")
        verbose_name_plural = _("events from Stripe")
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["due_at"], condition=Q(worked_at__isnull=True), name="event_due"),
            models.Index(fields=["worked_at"], condition=~Q(body=""), name="event_with_body"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
