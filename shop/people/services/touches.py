"""Links into the shop: making one, and counting that it was followed."""

import logging
import secrets
from datetime import datetime

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from shop import clock
from shop.people.exceptions import TargetOutside
from shop.people.models import Person, TouchDay, TouchLink
from shop.people.touches import is_inside

log = logging.getLogger(__name__)


def make_link(*, target: str, kind: str, owner: Person | None = None, expires_at: datetime | None = None) -> TouchLink:
    """A new link to a page of this shop ("/fr/p/affiche-phare/"); its token has 72 random bits.

    Raises TargetOutside for anything else than a path of this shop.
    """
    if not is_inside(target):
        raise TargetOutside(target[:200])
    return TouchLink.objects.create(
        token=secrets.token_urlsafe(9), target=target, kind=kind, owner=owner, expires_at=expires_at
    )


def count_touch(link: TouchLink) -> None:
    """One more on this day. Never raises for the database's sake: a visitor is led on whatever happens to a count."""
    today = TouchDay.objects.filter(link=link, day=clock.today())
    try:
        with transaction.atomic():
            if today.update(count=F("count") + 1):
                return
        try:
            with transaction.atomic():
                TouchDay.objects.create(link=link, day=clock.today(), count=1)
        except IntegrityError:
            today.update(count=F("count") + 1)
    except DatabaseError:
        log.warning("a touch of link %s was not counted", link.pk, exc_info=True)
