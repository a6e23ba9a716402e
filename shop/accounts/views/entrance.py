"""Sign-in and sign-up: allauth's views, with a refusal for haste that is a 429."""

from typing import Any

from allauth.account import views as allauth
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

TOO_MANY = "too_many_login_attempts"


class SignIn(allauth.LoginView):  # type: ignore[misc]
    """By password or, with the other button of the same form, by a code that is mailed."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return refused(self.request, form, super().form_invalid(form))


class AskForCode(allauth.RequestLoginCodeView):  # type: ignore[misc]
    """The same code, asked for on a page of its own (mails lead here)."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return refused(self.request, form, super().form_invalid(form))


class SignUp(allauth.SignupView):  # type: ignore[misc]
    """One transaction: a new account and one that was there already cost one commit each, and a mail refused for
    haste leaves no account without a code."""

    def get_initial(self) -> dict[str, Any]:
        """The address that a room above asks to begin with: typed by a guest, proven by nobody yet."""
        initial: dict[str, Any] = super().get_initial()
        known = self.request.session.get("signup_email")
        return initial | {"email": known} if known else initial

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self._open_account(request)
        except IntegrityError:
            # Two at once with one address: for the slower one there is an account by now.
            self._cached_form = None
            return self._open_account(request)

    @transaction.atomic
    def _open_account(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = super().post(request)
        if response.status_code == 429:
            transaction.set_rollback(True)
        return response


def refused(request: HttpRequest, form: Any, response: HttpResponse) -> HttpResponse:
    """The page as it is, as a 429 when it was tried too often; Retry-After says in how many seconds to come back."""
    if any(error.code == TOO_MANY for errors in form.errors.as_data().values() for error in errors):
        response.status_code = 429
        response["Retry-After"] = str(getattr(request, "wait_seconds", 60))
    return response
