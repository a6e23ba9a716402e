"""Holding a person still for the length of a transaction.

Without the key: rows that merely point to the person (whoever wrote an entry) need not wait, so they cannot deadlock.
"""

from shop.people.exceptions import PersonIsOver
from shop.people.models import Person


def lock(pk: int) -> Person:
    """The living person behind an id, row-locked until the transaction ends. Raises PersonIsOver when erased.

    A merge that was faster is followed: the one who goes on is locked then.
    """
    while True:
        person = Person.objects.select_for_update(no_key=True).get(pk=pk)
        if person.erased_at is not None:
            raise PersonIsOver(pk)
        if person.merged_into_id is None:
            return person
        pk = person.merged_into_id


def lock_both(first: int, second: int) -> tuple[Person, Person]:
    """Two persons, locked in the order of their ids so that rivals in the other order wait instead of deadlocking."""
    found = {
        person.pk: person
        for person in Person.objects.select_for_update(no_key=True).filter(pk__in=(first, second)).order_by("pk")
    }
    return found[first], found[second]
