"""What the people room does when somebody signs in or proves an e-mail."""

import logging
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_signed_up
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import get_language

from shop.people.exceptions import EmailTaken, NotAnAddress, PersonIsOver
from shop.people.services import person_for_user, prove_email

log = logging.getLogger(__name__)


def listen() -> None:
    """Connect; called once the apps are ready."""
    user_signed_up.connect(know_user, dispatch_uid="people.signed_up")
    user_logged_in.connect(know_user, dispatch_uid="people.logged_in")
    email_confirmed.connect(know_email, dispatch_uid="people.email_confirmed")


def know_user(sender: Any, user: Any, **kwargs: Any) -> None:
    """A user has a person; one whose e-mail a provider vouched for has it proven."""
    person_for_user(user=user, language=(get_language() or "fr")[:2])
    for address in EmailAddress.objects.filter(user=user, verified=True, primary=True):
        _prove(user, address.email)


def know_email(sender: Any, email_address: Any, **kwargs: Any) -> None:
    """The code or link from the mail came back."""
    _prove(email_address.user, email_address.email)


def _prove(user: Any, email: str) -> None:
    """Signing in never fails because of it."""
    person = person_for_user(user=user, language=(get_language() or "fr")[:2])
    try:
        prove_email(person=person, email=email)
    except (EmailTaken, NotAnAddress, PersonIsOver) as error:
        log.warning("user %s: e-mail not taken over: %s", user.pk, type(error).__name__)
