"""allauth's forms in our words: one field a thing, no placeholders, the help under the label."""

from typing import Any, cast

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop.accounts import limits, services
from shop.accounts.adapter import AccountAdapter
from shop.pages.addresses import OWN_NAMES
from shop.people.models import Person

EMAIL = _("E-mail")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
RULE = _("Eight characters or more, and not a password that everybody uses.")


class Plain:
    """Takes allauth's placeholders and second password fields away, and gives labels and helps of ours."""

    words: dict[str, tuple[Any, Any]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


BY_CODE = "code"


class LoginForm(Plain, account.LoginForm):
    """Two ways in by one form: the password, or the button `way` = "code", which needs none."""

    words = {"login": (EMAIL, ""), "password": (PASSWORD, "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = self.data.get("way") == BY_CODE
        if self.by_code:
            self.fields["password"].required = False

    def clean_password(self) -> str:
        """Who asks for a code is not tried by what a browser filled in."""
        return "" if self.by_code else str(self.cleaned_data["password"])


class SignupForm(Plain, account.SignupForm):
    words = {
        "email": (EMAIL, _("We send a code of six figures there, to make sure that it is yours.")),
        "password1": (PASSWORD, RULE),
    }

    def try_save(self, request: HttpRequest) -> Any:
        """An address that has an account takes as long as a new one: the same is done for nobody, and thrown away."""
        if self.account_already_exists:
            services.open_for_nobody(request=request, password=self.cleaned_data["password1"])
        return super().try_save(request)


class LoginCodeForm(Plain, account.RequestLoginCodeForm):
    words = {"email": (EMAIL, "")}


class SocialSignupForm(Plain, social.SignupForm):
    words = {"email": (EMAIL, _("We send a code of six figures there, to make sure that it is yours."))}


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    words = {"email": (EMAIL, "")}


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    words = {"password1": (NEW_PASSWORD, RULE)}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    words = {"oldpassword": (_("Password of today"), ""), "password1": (NEW_PASSWORD, RULE)}

    def clean_oldpassword(self) -> str:
        """Counted like every other try at this password."""
        assert self.user is not None
        try:
            give_back = limits.take(limits.AGAIN, str(self.user.pk))
        except limits.TooMany as refused:
            raise AccountAdapter().validation_error("too_many_login_attempts") from refused
        password = str(super().clean_oldpassword())
        give_back()
        return password


class SetPasswordForm(Plain, account.SetPasswordForm):
    words = {"password1": (PASSWORD, RULE)}


class ChangeEmailForm(Plain, account.AddEmailForm):
    words = {"email": (_("New e-mail"), _("We send a code there. Until you have typed it, nothing changes."))}


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    words = {"password": (PASSWORD, "")}


class Code(Plain):
    """A code of six figures: large, by the figures' keyboard, offered by the telephone."""

    words = {"code": (_("Code"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "class": "is-code",
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
        }


class EmailCodeForm(Code, account.ConfirmEmailVerificationCodeForm):
    pass


class PasswordCodeForm(Code, account.ConfirmPasswordResetCodeForm):
    pass


class SignInCodeForm(Code, account.ConfirmLoginCodeForm):
    pass


class Counted:
    """A code of the second step is a guess until it was right: counted in the database, not in the cache alone."""

    user: Any

    def clean_code(self) -> str:
        subject = str(self.user.pk)
        try:
            give_back = limits.take(limits.SECOND, subject)
        except limits.TooMany as refused:
            raise AccountAdapter().validation_error("too_many_login_attempts") from refused
        limits.belongs_to(limits.SECOND, subject, self.user.pk)
        code: str = super().clean_code()  # type: ignore[misc]
        give_back()
        return code


class SecondStepForm(Counted, Code, mfa.AuthenticateForm):
    pass


class SecondStepAgainForm(Counted, Code, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(Code, totp.ActivateTOTPForm):
    words = {"code": (_("The code that the app shows now"), "")}


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    words = {
        "name": (_("Its name"), _("So that you know it again, for example: Telephone")),
        "passwordless": (_("Opens the account without password"), ""),
    }


class EditPasskeyForm(Plain, webauthn.EditWebAuthnForm):
    words = {"name": (_("Its name"), "")}


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person says of themselves."""

    class Meta:
        model = Person
        fields = ["name", "language"]
        labels = {"name": _("Name"), "language": _("Language of pages and mails")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each language as it calls itself: whoever landed in the wrong one finds their own.
        cast(forms.ChoiceField, self.fields["language"]).choices = list(OWN_NAMES.items())

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())
