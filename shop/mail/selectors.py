"""What was written to whom."""

from datetime import datetime

from django.db.models import Q, QuerySet

from shop.mail.models import Mail, State
from shop.people.models import Person
from shop.people.selectors import family, live


def sent_to(person: Person, since: datetime) -> QuerySet[Mail]:
    """What this person got from us since then, of all kinds; what is perhaps sent counts."""
    sent, perhaps = Q(state=State.SENT, sent_at__gte=since), Q(state=State.UNSURE, due__gte=since)
    return Mail.objects.filter(sent | perhaps, person__in=family(live(person))).order_by("-id")


def not_sent() -> QuerySet[Mail]:
    """What ended without certainly reaching anybody, and what waits because something is wrong; newest first."""
    ended = Mail.objects.filter(state__in=(State.SKIPPED, State.UNSURE, State.FAILED))
    held_up = Mail.objects.filter(state=State.WAITING).exclude(reason="")
    return (ended | held_up).order_by("-id")
