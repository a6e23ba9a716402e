"""Signing in makes the person known; only a proven address takes a guest over."""

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.test import Client

from shop.people.models import Person
from shop.people.selectors import live
from shop.people.services import person_for_email, prove_email
from tests.factories import user

pytestmark = pytest.mark.django_db


def confirm(address: EmailAddress) -> None:
    address.verified = True
    address.save()
    email_confirmed.send(EmailAddress, request=None, email_address=address)


def test_signing_in_twice_makes_one_person_and_takes_nobody_over(client: Client) -> None:
    guest = person_for_email(email="ada@example.org", language="fr")
    ada = user("ada")
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True)
    for _twice in range(2):
        client.force_login(ada)
    assert Person.objects.get(user=ada).email == ""
    assert live(guest) == guest


def test_a_confirmed_address_takes_the_guest_over_once() -> None:
    guest = person_for_email(email="ada@example.org", language="fr")
    ada = user("ada")
    address = EmailAddress.objects.create(user=ada, email=ada.email, primary=True)
    for _twice in range(2):
        confirm(address)
    person = Person.objects.get(user=ada)
    assert live(guest) == person
    assert (person.email, person.email_proven_at is not None) == ("ada@example.org", True)


def test_an_address_that_a_provider_vouched_for_is_proven_at_sign_in(client: Client) -> None:
    ada = user("ada")
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=True)
    client.force_login(ada)
    assert Person.objects.get(user=ada).email == "ada@example.org"


def test_a_conflict_does_not_keep_anybody_from_signing_in(client: Client) -> None:
    ben = user("ben")
    EmailAddress.objects.create(user=ben, email=ben.email, primary=True, verified=True)
    client.force_login(ben)
    prove_email(person=Person.objects.get(user=ben), email="ada@example.org")
    ada = user("ada")
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=True)
    client.force_login(ada)
    assert Person.objects.get(user=ada).email == ""
    assert client.session["_auth_user_id"] == str(ada.pk)
