"""Who somebody is, what they agreed to, and whether they may be written to."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from shop.people.addresses import canonical
from shop.people.models import Consent, Person, Suppression

SALT = "shop.people.suppression"


def live(person: Person) -> Person:
    """Who this person is today: themselves, or the one they were merged into. Read anew: the caller's may be old."""
    person = Person.objects.get(pk=person.pk)
    while person.merged_into_id is not None:
        person = Person.objects.get(pk=person.merged_into_id)
    return person


def family(person: Person) -> list[int]:
    """The ids of a person and of everybody merged into them: whose append-only rows are theirs."""
    return [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]


def by_email(email: str) -> Person | None:
    """The living person with this address, however it is written. Raises NotAnAddress."""
    return Person.objects.filter(email=canonical(email), merged_into=None).first()


def consents(person: Person) -> QuerySet[Consent]:
    """Everything said by this person, newest first."""
    return Consent.objects.filter(person__in=family(live(person))).order_by("-id")


def agreed(person: Person, purpose: str) -> bool:
    """Whether the last word on a purpose was yes. No word is no."""
    last = consents(person).filter(purpose=purpose).first()
    return last is not None and last.granted


def digests(email: str) -> list[str]:
    """The keyed hashes of an address, that of today's key first, then those of keys that were replaced."""
    address = canonical(email)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(SALT, address, secret=key, algorithm="sha256").hexdigest() for key in keys]


def is_suppressed(email: str, scope: str, *, besides: Sequence[str] = ()) -> bool:
    """Whether mail of this scope must not go to this address. "transactional" is stopped only by a full stop.

    `besides`: reasons that do not count this time (staff try a mailbox again that was dead).
    """
    rows = Suppression.objects.filter(digest__in=digests(email), scope__in=(scope, Suppression.Scope.ALL))
    return rows.exclude(reason__in=besides).exists() if besides else rows.exists()
