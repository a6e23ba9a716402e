"""Yes and no, row by row."""

from django.db import transaction

from shop.people.models import Consent, Person
from shop.people.selectors import consents
from shop.people.services.locking import lock


def grant(*, person: Person, purpose: str, wording: str, source: str, proof: str = "") -> Consent:
    """The person says yes to a purpose in these words. Said again in the same words: the same row."""
    return _say(person, purpose, True, wording, source, proof)


def withdraw(*, person: Person, purpose: str, wording: str, source: str, proof: str = "") -> Consent:
    """The person says no. Said again: the same row, whatever the words. Raises PersonIsOver like `grant`."""
    return _say(person, purpose, False, wording, source, proof)


@transaction.atomic
def _say(person: Person, purpose: str, granted: bool, wording: str, source: str, proof: str) -> Consent:
    person = lock(person.pk)
    last = consents(person).filter(purpose=purpose).first()
    if last is not None and last.granted == granted and (last.wording == wording or not granted):
        return last
    return Consent.objects.create(
        person=person, purpose=purpose, granted=granted, wording=wording, source=source, proof=proof
    )
