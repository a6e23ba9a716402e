"""Keys to an account, and where it is open."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from shop.accounts.models import User


@transaction.atomic
def take_keys(*, user: User) -> bool:
    """Nothing but the mailbox opens this account any more: no password, no provider, no passkey, no session.

    For an account that was opened in the name of somebody who has only now shown that the mailbox is theirs. True when
    there was a password.
    """
    had_password = user.has_usable_password()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    SocialAccount.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    return had_password


def end_sessions(*, user: User) -> None:
    """Signed out everywhere; what the sessions held is gone."""
    for session in UserSession.objects.filter(user=user):
        session.end()
