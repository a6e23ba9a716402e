"""What the shop makes of another provider's word for who somebody is."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shop.accounts.models import User

# What is kept of all that a provider tells.
KEPT = ("sub", "id", "email", "name")


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth's, a little stricter: what is not clearly said is not believed, what is not needed is not kept."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("This address belongs to another account. Sign in to it first, then connect %s there."),
        "no_password": _("It is the only key to your account beside codes by mail. Choose a password first."),
        "no_verified_email": _("Your account has no confirmed e-mail yet. Confirm it first."),
        "connected_other": _("This account there opens another account here already."),
        "invalid_token": _("The answer could not be read."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Only a clear "true" proves an address."""
        for address in sociallogin.email_addresses:
            address.verified = is_true(address.verified)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """The user is an e-mail; the name belongs to the person (shop.accounts.receivers)."""
        user: User = super().populate_user(request, sociallogin, {"email": data.get("email")})
        name = data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        account = sociallogin.account
        kept = {key: value for key, value in pick(account.extra_data).items() if key in KEPT}
        account.extra_data = kept | {"name": " ".join(str(name).split())[:150]}
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """No state of ours, a code that is none, a provider that says no: refused with a 403 (allauth's is a 401)."""
        if error != AuthError.CANCELLED:
            raise ImmediateHttpResponse(not_known(request))


def not_known(request: HttpRequest, status: int = 403) -> Any:
    """The page that says that it did not work, and what one can do."""
    return render(request, "socialaccount/authentication_error.html", status=status)


def is_true(said: Any) -> bool:
    """Some providers write "false" where they mean it."""
    return said is True or (isinstance(said, str) and said.lower() == "true")


def pick(data: dict[str, Any]) -> dict[str, Any]:
    """What a provider told, out of the answer it came in."""
    for name in ("userinfo", "id_token"):
        if isinstance(data.get(name), dict):
            return dict(data[name])
    return data
