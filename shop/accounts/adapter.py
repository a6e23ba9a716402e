"""How allauth behaves in this shop."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shop.accounts import emails, limits
from shop.accounts.models import User

# Mails that a stranger can make the shop send: they are counted, whether or not there is an account.
ASKED_FOR = {
    "account/email/account_already_exists",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/unknown_account",
}

# How somebody who is signed in shows once more who they are.
WAYS = {
    "reauthenticate": gettext_lazy("With the password"),
    "mfa_reauthenticate": gettext_lazy("With a code of your app"),
    "mfa_reauthenticate:webauthn": gettext_lazy("With a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's, with our texts, our door for mail and our limits."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is at rest: nobody can sign in with it."),
        "duplicate_email": gettext_lazy("Your account goes by this address already."),
        "same_as_current": gettext_lazy("This is the address we have. Write another one."),
        "email_password_mismatch": gettext_lazy(
            "E-mail and password do not go together. Check both, or ask for a new password."
        ),
        "email_taken": gettext_lazy("This address belongs to another account."),
        "enter_current_password": gettext_lazy("This is not the password of today."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "incorrect_code": gettext_lazy("This is not the code. Compare the six figures, or ask for a new code."),
        "too_many_login_attempts": gettext_lazy("That was too often in a short time. Try again in a few minutes."),
        "rate_limited": gettext_lazy("That was too often in a short time. Try again in a few minutes."),
    }
    _taken: tuple[Callable[[], None], ...] = ()
    _again: AbstractBaseUser | None = None

    # --- guesses ----------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A password is about to be tried: counted before it is looked at, for the account and for the visitor.

        allauth's own count lies in the cache and forgives sixty guesses an hour.
        """
        tries = [(limits.VISITOR, self.get_client_ip(request))]
        if self._again is not None:
            tries.append((limits.AGAIN, str(self._again.pk)))
        else:
            tries.append((limits.PASSWORD, limits.mailbox(credentials.get("email", ""))))
        self._taken = ()
        for rule, subject in tries:
            try:
                self._taken += (limits.take(rule, subject),)
            except limits.TooMany as refused:
                self._rollback_login_failed_rl_usage()
                raise too_many_guesses(request, refused.seconds) from refused

    def _rollback_login_failed_rl_usage(self) -> None:
        """Called by allauth after a right password: it was no guess."""
        for give_back in self._taken:
            give_back()
        self._taken = ()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Whose account it was is looked up for known and unknown addresses alike; the owner is told by a task."""
        email = credentials.get("email", "")
        if self._again is None and email:
            owner = User.objects.filter(email=email.lower()).values_list("pk", flat=True).first()
            limits.belongs_to(limits.PASSWORD, limits.mailbox(email), owner)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Called by allauth after a new password was chosen by code."""
        limits.forget(limits.PASSWORD, limits.mailbox(credentials.get("email", "")))

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Somebody who is signed in types the password once more: counted apart, so that strangers cannot stop it."""
        self._again = user
        try:
            return bool(super().reauthenticate(user, password))
        finally:
            self._again = None

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """allauth's, in our words."""
        return [
            method | {"description": WAYS.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def is_login_by_code_required(self, login: Login) -> bool:
        """Staff without a second step also prove their mailbox: a stolen password does not set one up for the thief."""
        if super().is_login_by_code_required(login):
            return True
        user = cast("User | None", login.user)
        if not settings.ADMIN_NEEDS_MFA or user is None or not user.is_staff or is_mfa_enabled(user):
            return False
        return not any(record["method"] in ("code", "password_reset") for record in records(self.request, user))

    # --- mail -------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Written down in the request, sent off it: neither the mail server nor its pace shows in the page."""
        if template_prefix in ASKED_FOR and self.request is not None:
            self._count_mail(email)
        emails.send(template_prefix, email, context)

    def _count_mail(self, email: str) -> None:
        """Nobody's mailbox is filled, and a code can be guessed at only so often."""
        mailbox = limits.mailbox(email)
        try:
            limits.take(limits.CODES_FOR_VISITOR, f"{mailbox} {self.get_client_ip(self.request)}")
            limits.take(limits.CODES, mailbox)
        except limits.TooMany as refused:
            response = respond_429(self.request)
            response["Retry-After"] = str(refused.seconds)
            raise ImmediateHttpResponse(response) from refused

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        super().send_notification_mail(template_prefix, user, {"user": user} | (context or {}), email)


def records(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """How this session has shown so far who it is."""
    from allauth.account.authentication import get_authentication_records

    return list(get_authentication_records(request, user))


def too_many_guesses(request: HttpRequest, seconds: int) -> ValidationError:
    """The sentence of a refusal; the view makes a 429 of it (`request.wait_seconds`)."""
    request.wait_seconds = seconds  # type: ignore[attr-defined]
    if seconds < 60:
        wait = ngettext("Try again in %(n)s second", "Try again in %(n)s seconds", seconds) % {"n": seconds}
    else:
        minutes = -(-seconds // 60)
        wait = ngettext("Try again in %(n)s minute", "Try again in %(n)s minutes", minutes) % {"n": minutes}
    words = _("That was too often in a short time. %(wait)s, or have a code sent to you.") % {"wait": wait}
    return ValidationError(words, code="too_many_login_attempts")
