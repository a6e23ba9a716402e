"""Who must not be written to."""

from django.db import transaction

from shop.people.models import Suppression
from shop.people.selectors import digests

RETURNABLE = (Suppression.Reason.LEFT, Suppression.Reason.ERASED)


def suppress(*, email: str, scope: Suppression.Scope, reason: Suppression.Reason) -> Suppression:
    """Stop mail of a scope to an address. Repeated: the same row. Raises NotAnAddress."""
    known = Suppression.objects.filter(digest__in=digests(email), scope=scope, reason=reason).first()
    if known is not None:
        return known
    row, _ = Suppression.objects.get_or_create(digest=digests(email)[0], scope=scope, reason=reason)
    return row


def alive(*, email: str) -> int:
    """A mailbox that was dead has taken a mail: how many rows went. Raises NotAnAddress."""
    dead = Suppression.objects.filter(digest__in=digests(email), reason=Suppression.Reason.BOUNCE)
    return dead.delete()[0]


@transaction.atomic
def lift(*, email: str, scope: Suppression.Scope) -> int:
    """Somebody who left or was erased asks for mail again (a confirmed new consent): how many rows went.

    A dead mailbox, a complaint and what staff entered stay.
    """
    rows = Suppression.objects.filter(digest__in=digests(email), scope=scope, reason__in=RETURNABLE)
    return rows.delete()[0]
