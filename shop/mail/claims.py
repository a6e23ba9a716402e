"""Who may send which mail: claimed in batches for a while, begun one by one, given back when the process is gone.

PostgreSQL passes over rows that another sweep is just claiming (SKIP LOCKED). On SQLite, where writers queue anyway,
and everywhere as a second bolt, the update asks again whether the row is still free.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from shop import clock
from shop.mail.models import Attempt, Klass, Mail, State

# Small: a code that is written meanwhile waits for no more than these.
BATCH = 20
# One mail takes four answers of at most settings.EMAIL_TIMEOUT (10 s) each; the lease is renewed when it begins.
LEASE = timedelta(seconds=60)


def new_token() -> str:
    """Who claims: one name a sweep."""
    return uuid.uuid4().hex


def claim(token: str, limit: int = BATCH) -> list[Mail]:
    """Due mails for this sweep alone: what somebody waits for first, then by their time."""
    moment = clock.now()
    free = Mail.objects.filter(state=State.WAITING, next_attempt_at__lte=moment)
    with transaction.atomic():
        ids = list(
            free.order_by("klass", "next_attempt_at", "id")
            .select_for_update(skip_locked=True, of=("self",))
            .values_list("pk", flat=True)[:limit]
        )
        if not ids or not free.filter(pk__in=ids).update(
            state=State.CLAIMED, claimed_by=token, lease_until=moment + LEASE
        ):
            return []
    mine = Mail.objects.filter(pk__in=ids, claimed_by=token, state=State.CLAIMED)
    return list(mine.select_related("person").order_by("klass", "next_attempt_at", "id"))


def begin(mail: Mail, token: str, *, to: str, version: str) -> bool:
    """Write down that this mail is being handed over; False when it is no longer ours (lease over, person erased).

    One statement, committed by itself: from here on a crash leaves the mail in doubt.
    """
    moment = clock.now()
    mine = Mail.objects.filter(pk=mail.pk, state=State.CLAIMED, claimed_by=token, sending_since=None)
    begun = mine.update(
        sending_since=moment,
        lease_until=moment + LEASE,
        attempts=F("attempts") + 1,
        to=to,
        template_version=version,
        reason="",
    )
    mail.sending_since, mail.attempts, mail.template_version = moment, mail.attempts + 1, version
    return bool(begun)


def ended(mails: Iterable[Mail], outcome: str, reply: str) -> None:
    """Write down how the attempt that `begin` announced has ended; the last word holds."""
    tries = [
        Attempt(
            mail=mail,
            number=mail.attempts,
            begun_at=mail.sending_since or clock.now(),
            ended_at=clock.now(),
            outcome=outcome,
            reply=reply,
            template_version=mail.template_version,
            by_id=mail.resend_by_id,
        )
        for mail in mails
    ]
    Attempt.objects.bulk_create(
        tries,
        update_conflicts=True,
        unique_fields=["mail", "number"],
        update_fields=["ended_at", "outcome", "reply"],
    )


def release(mails: Sequence[Mail], token: str, reason: str) -> None:
    """Give claimed mails back that were not begun, at once and as they were."""
    mine = Mail.objects.filter(pk__in=[mail.pk for mail in mails], state=State.CLAIMED, claimed_by=token)
    mine.filter(sending_since=None).update(state=State.WAITING, claimed_by="", lease_until=None, reason=reason[:250])


def recover() -> int:
    """Take back what a process claimed that is gone; returns how many.

    What it had not begun is as before. Of what it was just handing over (one mail a process) nobody knows whether it
    went: a transactional mail goes again under the same Message-ID, any other is listed as unsure and left alone.
    """
    moment = clock.now()
    over = Mail.objects.filter(state=State.CLAIMED, lease_until__lt=moment)
    with transaction.atomic():
        ids = list(over.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
        if not ids:
            return 0
        over = over.filter(pk__in=ids)
        begun = over.exclude(sending_since=None)
        ended(begun, Attempt.Outcome.UNSURE, "the process ended")
        free = {"claimed_by": "", "lease_until": None, "sending_since": None}
        begun.filter(~Q(klass=Klass.TRANSACTIONAL)).update(
            state=State.UNSURE, reason="the process ended", sealed="", **free
        )
        over.update(state=State.WAITING, **free)
        return len(ids)
