"""What the account does by the clock."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from celery import shared_task
from django.db import transaction
from django.db.models import Q

from shop import clock
from shop.accounts import emails, limits
from shop.accounts.models import Tries

# Once a series of guesses: not again before a day is over.
QUIET = timedelta(hours=24)


# What is said to whom: by the kind of the tries.
TOLD = {rule.kind: (rule, notice) for rule, notice in ((limits.PASSWORD, "guesses"), (limits.SECOND, "second_guesses"))}


@shared_task(name="accounts.tell_owners", ignore_result=True)
def tell_owners() -> int:
    """Mail to those whose accounts others tried to open; how many were told.

    Not in the request that fails: it would take longer, or say more, where there is an account.
    """
    limits.sweep()
    now = clock.now()
    rows = Tries.objects.filter(kind__in=TOLD, user__isnull=False, updated_at__gt=now - QUIET)
    told = 0
    for pk in rows.filter(Q(told_at=None) | Q(told_at__lt=now - QUIET)).values_list("pk", flat=True):
        told += _tell(pk)
    return told


@transaction.atomic
def _tell(pk: int) -> bool:
    """One owner; False when another worker was faster, or there is nothing to tell."""
    now = clock.now()
    row = Tries.objects.select_for_update(of=("self",)).select_related("user").filter(pk=pk).first()
    if row is None or row.user is None or (row.told_at is not None and row.told_at > now - QUIET):
        return False
    rule, notice = TOLD[row.kind]
    if len(rule.recent(row.times, now.timestamp())) < rule.tell_from:
        return False
    Tries.objects.filter(pk=pk).update(told_at=now)
    proven = EmailAddress.objects.filter(user=row.user, verified=True, primary=True).first()
    if proven is None:
        return False
    emails.send(notice, proven.email, {"user": row.user})
    return True
