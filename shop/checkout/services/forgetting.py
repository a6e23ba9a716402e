"""Forget: what nobody paid for is nobody's business for long; what was placed stands in the order."""

from datetime import timedelta

from django.db.models import Q

from shop import clock
from shop.checkout.models import PendingOrder
from shop.people.models import Person

State = PendingOrder.State
KEPT = timedelta(days=30)
NOTHING = {"email": "", "address": {}, "consents": [], "asked": {}}


def forget_old(limit: int = 1_000) -> int:
    """Delete what was given up more than 30 days ago, and empty what was placed; how many rows. Again: nothing.

    GDPR Art. 5(1)(e): a name and an address are kept no longer than the purchase needs them.
    """
    old = PendingOrder.objects.filter(ended_at__lt=clock.now() - KEPT)
    given_up = old.filter(state=State.RELEASED).order_by("pk").values_list("pk", flat=True)[:limit]
    gone = PendingOrder.objects.filter(pk__in=list(given_up)).delete()[0]
    told = old.filter(state__in=(State.PLACED, State.REFUNDED)).exclude(email="").order_by("pk")
    return gone + PendingOrder.objects.filter(pk__in=list(told.values_list("pk", flat=True)[:limit])).update(**NOTHING)


def forget_person(person: Person) -> None:
    """The socket of erasure: what is not being paid right now forgets who it was for."""
    rows = PendingOrder.objects.filter(person=person).exclude(state__in=PendingOrder.LIVE)
    rows.filter(~Q(state__in=(State.REFUNDING, State.REVIEW))).update(**NOTHING)
