"""Who is who: one person a mailbox, one person a user."""

import uuid
from contextlib import suppress as suppress_error
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from shop import clock
from shop.people import erasing, merging
from shop.people.addresses import canonical
from shop.people.exceptions import EmailTaken, NotProven, TwoAccounts
from shop.people.models import Person, Suppression
from shop.people.selectors import by_email, live
from shop.people.services.locking import lock, lock_both
from shop.people.services.suppressions import suppress
from shop.people.signals import person_erased, person_merged

# Any user model: the accounts room stands above this one.
User = Any


def person_for_email(*, email: str, language: str) -> Person:
    """The living person with this address, made as a guest if there is none. Raises NotAnAddress.

    Two at once get the same one: the database allows an address once, and the slower of the two reads again.
    """
    address = canonical(email)
    person = by_email(address)
    if person is not None:
        return person
    try:
        with transaction.atomic():
            return Person.objects.create(email=address, language=language)
    except IntegrityError:
        return Person.objects.get(email=address, merged_into=None)


def person_for_user(*, user: User, language: str = "fr") -> Person:
    """The person behind a user: exactly one, made if there is none.

    A new one has no address yet: a guest with the same address may be somebody else until `prove_email`.
    """
    person = Person.objects.filter(user=user).first()
    if person is not None:
        return person
    try:
        with transaction.atomic():
            return Person.objects.create(user=user, language=language)
    except IntegrityError:
        return Person.objects.get(user=user)


def prove_email(*, person: Person, email: str) -> Person:
    """The person has shown that they read this mailbox. A guest with the same address is them: merged.

    Repeated: nothing. Raises NotAnAddress, EmailTaken (somebody else signs in with it), PersonIsOver.
    """
    address = canonical(email)
    for _attempt in range(5):  # again when a guest with this address appears or goes meanwhile
        owner = by_email(address)
        if owner is not None and owner.pk != live(person).pk:
            if owner.user_id is not None:
                raise EmailTaken(address)
            with suppress_error(NotProven):
                return merge(into=live(person), gone=owner, proven=address)
        else:
            with suppress_error(IntegrityError), transaction.atomic():
                return _keep_address(lock(person.pk), address)
    raise EmailTaken(address)


def _keep_address(person: Person, address: str) -> Person:
    if person.email != address or person.email_proven_at is None:
        person.email, person.email_proven_at = address, clock.now()
        person.save(update_fields=["email", "email_proven_at"])
    return person


@transaction.atomic
def merge(*, into: Person, gone: Person, proven: str) -> Person:
    """Two persons are one: everything that points to `gone` points to `into` afterwards, `gone` stays as a signpost.

    `proven` is the address that the holder of `into` has just proven. Raises NotProven when `gone` does not carry it
    or one of the two is no longer there; TwoAccounts when both can sign in.
    Repeated: nothing. Links in mails sent to `gone` are dead afterwards.
    """
    address = canonical(proven)
    into, gone = lock_both(into.pk, gone.pk)
    if gone.merged_into_id == into.pk:
        return into
    if into.pk == gone.pk or into.merged_into_id or gone.merged_into_id or into.erased_at or gone.erased_at:
        raise NotProven(f"person {gone.pk} into {into.pk}")
    if gone.email != address:
        raise NotProven(f"person {gone.pk} does not have the proven address")
    if into.user_id is not None and gone.user_id is not None:
        raise TwoAccounts(f"persons {into.pk} and {gone.pk}")
    merging.move_rows(into=into, gone=gone)
    user_id = into.user_id or gone.user_id
    Person.objects.filter(pk=gone.pk).update(
        merged_into=into, user=None, email="", email_proven_at=None, name="", town="", link_epoch=gone.link_epoch + 1
    )
    into.user_id, into.email, into.email_proven_at = user_id, address, clock.now()
    into.name, into.town = into.name or gone.name, into.town or gone.town
    into.created_at = min(into.created_at, gone.created_at)
    into.save()
    transaction.on_commit(partial(person_merged.send, Person, person_id=into.pk, gone_id=gone.pk))
    return into


@transaction.atomic
def erase(*, person: Person) -> None:
    """Forget who this is. Ledger entries and consents stay as proof, pointing to a person without name or address.

    The user is deleted with it; the address gets no marketing and no service mail until its owner asks for it again.
    Repeated: nothing.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=live(person).pk)
    if person.erased_at is not None:
        return
    if person.email:
        for scope in (Suppression.Scope.MARKETING, Suppression.Scope.SERVICE):
            suppress(email=person.email, scope=scope, reason=Suppression.Reason.ERASED)
    for member in [person, *Person.objects.filter(merged_into=person)]:
        for _name, forget in erasing.erasers():
            forget(member)
    user = person.user
    Person.objects.filter(pk=person.pk).update(
        user=None,
        email="",
        email_proven_at=None,
        name="",
        town="",
        zone=settings.TIME_ZONE,
        key=uuid.uuid4(),
        link_epoch=person.link_epoch + 1,
        erased_at=clock.now(),
    )
    if user is not None:
        user.delete()
    transaction.on_commit(partial(person_erased.send, Person, person_id=person.pk))
