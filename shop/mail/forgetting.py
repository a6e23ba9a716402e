"""What becomes of mails when a person is erased, turns out to be another one, or when they are old."""

from datetime import datetime, timedelta

from django.db.models import Q

from shop import clock
from shop.mail.models import ENDS, Attempt, Mail, State
from shop.people.models import Person

KEPT_DAYS = 365
AT_ONCE = 500


def erase(person: Person) -> None:
    """The person's mails lose address and secrets; what still waited does not leave any more. Repeated: nothing."""
    theirs = Mail.objects.filter(Q(person=person) | (Q(to=person.email) if person.email else Q(pk=None)))
    Attempt.objects.filter(mail__in=theirs.values("pk")).update(reply="")
    waiting = theirs.filter(state__in=(State.WAITING, State.CLAIMED), sending_since=None)
    waiting.update(state=State.SKIPPED, reason="erased", claimed_by="", lease_until=None)
    # Two guests' mails for one occasion would both be without person and without address: told apart by their number.
    for mail in theirs.filter(person=None):
        Mail.objects.filter(pk=mail.pk).update(to="", occasion=f"{mail.occasion[:90]} erased {mail.pk}", sealed="")
    theirs.exclude(person=None).update(to="", sealed="")


def move(into: Person, gone: Person) -> None:
    """Mails follow to the person who goes on. Who would get the same mail twice gets it once."""
    twins = Mail.objects.filter(person=into).values_list("kind", "occasion")
    taken = set(twins)
    for mail in Mail.objects.filter(person=gone).order_by("pk"):
        row = Mail.objects.filter(pk=mail.pk)
        if (mail.kind, mail.occasion) not in taken:
            row.update(person=into)
        elif mail.state not in ENDS:
            row.filter(state__in=(State.WAITING, State.CLAIMED), sending_since=None).update(
                state=State.SKIPPED, reason="the same person got it already", claimed_by="", lease_until=None, sealed=""
            )


def horizon() -> datetime:
    """Mails written before this moment are forgotten: by then nobody asks any more whether one arrived."""
    return clock.now() - timedelta(days=KEPT_DAYS)


def forget_old() -> int:
    """Mails that have ended and are older than twelve months lose address, context and replies; how many. Again: none.

    Kind, person and occasion stay, so that nothing is sent twice; so do state and times, which are figures.
    """
    before, forgotten = horizon(), 0
    old = Mail.objects.filter(state__in=ENDS, created_at__lt=before).exclude(sent_at__gte=before)
    told = old.filter(~Q(to="") | ~Q(context={}) | ~Q(sealed=""))
    while ids := list(told.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        Attempt.objects.filter(mail__in=ids).exclude(reply="").update(reply="")
        # Without a person the address is part of what makes a mail one: they are told apart by their number.
        for mail in Mail.objects.filter(pk__in=ids, person=None):
            occasion = f"{mail.occasion[:90]} forgotten {mail.pk}"
            Mail.objects.filter(pk=mail.pk).update(to="", context={}, sealed="", occasion=occasion)
        forgotten += Mail.objects.filter(pk__in=ids).update(to="", context={}, sealed="")
    return forgotten
