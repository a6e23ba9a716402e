"""What becomes of mails when a person is erased, or turns out to be another one."""

from django.db.models import Q

from shop.mail.models import ENDS, Attempt, Mail, State
from shop.people.models import Person


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
