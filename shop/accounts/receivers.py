"""What the account does when something happens at the sign-in: the person behind the user."""

import logging
from typing import Any

from allauth.account import signals
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.accounts import services
from shop.accounts.models import User
from shop.people import services as people
from shop.people.exceptions import EmailTaken, NotAnAddress, PersonIsOver
from shop.people.models import Person

log = logging.getLogger(__name__)
# Ways of showing who one is that leave a key in the account; a code by mail leaves none.
KEYS = ("password", "socialaccount", "mfa")


@receiver(signals.user_signed_up)
def meet(sender: Any, user: User, sociallogin: SocialLogin | None = None, **kwargs: Any) -> None:
    """A new user is a person from the first moment, in the language of the page; the address comes when proven.

    The name that another provider gave is a beginning; the person may write another.
    """
    person = people.person_for_user(user=user, language=(get_language() or settings.LANGUAGE_CODE)[:2])
    name = sociallogin.account.extra_data.get("name", "") if sociallogin else ""
    if name and not person.name:
        person.name = name
        person.save(update_fields=["name"])
    _take_vouched(user, person)


@receiver(signals.email_confirmed)
def prove(sender: Any, request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Whoever typed the code reads that mailbox: a guest with the same address is them.

    They need not be who opened the account: keys that somebody else left in it are taken out first.
    """
    if not _brought_the_keys(request, email_address) and services.take_keys(user=email_address.user):
        messages.info(
            request,
            _(
                "The password that was chosen when this account was opened no longer works: it was never shown that "
                "it was you who chose it. Choose one, or come in by code whenever you like."
            ),
        )
    person = people.person_for_user(user=email_address.user, language=(get_language() or settings.LANGUAGE_CODE)[:2])
    _take(person, email_address.email)


def _take(person: Person, email: str) -> None:
    """The address is theirs, and so is the guest who had it. Signing in never fails because of it."""
    try:
        people.prove_email(person=person, email=email)
    except (EmailTaken, NotAnAddress, PersonIsOver) as error:
        # Two accounts whose addresses lead to the same mailbox: the second stays a person without address.
        log.warning("person %s: proven address not taken over: %s", person.pk, type(error).__name__)


def _take_vouched(user: User, person: Person) -> None:
    """An address that another provider vouched for is proven already."""
    for address in EmailAddress.objects.filter(user=user, verified=True, primary=True):
        _take(person, address.email)


def _brought_the_keys(request: HttpRequest | None, email_address: EmailAddress) -> bool:
    """Whether this very session knew the password, came by the provider, or opened the account."""
    user = email_address.user
    if request is None:  # confirmed by the shop itself: nobody came in by a code
        return True
    if request.user == user or any(record["method"] in KEYS for record in get_authentication_records(request, user)):
        return True
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    return stage is not None and stage.login.user == user


@receiver(user_logged_in)
def met(sender: Any, user: User, **kwargs: Any) -> None:
    """Users that were made by hand (staff) are persons, too; an address that was vouched for meanwhile is theirs."""
    person = people.person_for_user(user=user, language=(get_language() or settings.LANGUAGE_CODE)[:2])
    _take_vouched(user, person)
