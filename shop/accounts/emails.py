"""The mails of the account: which of allauth's occasions gets which of our texts.

They leave off the request, so that the time a page takes tells nobody whether an address has an account.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy, override
from django.utils.translation import gettext_noop as _

from shop.mail import kinds, seals
from shop.mail import services as mail
from shop.mail.models import Mail

KINDS = {
    "account/email/email_confirmation": "verify_email",
    "account/email/email_confirmation_signup": "verify_email",
    "account/email/login_code": "login_code",
    "account/email/password_reset_code": "password_reset_code",
    "account/email/account_already_exists": "account_exists",
    "account/email/unknown_account": "unknown_account",
}
# What has changed: a title and a sentence.
NOTICES = {
    "guesses": (
        _("Somebody tries to open your account"),
        _(
            "Ten wrong passwords were tried in an hour. None was right, and passwords are refused for a while. "
            "You come in with a code by mail; a new password ends the wait."
        ),
    ),
    "second_guesses": (
        _("Somebody has your password"),
        _(
            "At sign-in your password was typed, and then several wrong codes of the second step. It stopped whoever "
            "that was. If it was not you, choose a new password now."
        ),
    ),
    "account/email/email_changed": (
        _("Your address has changed"),
        _("Your account now goes by %(to_email)s instead of %(from_email)s."),
    ),
    "account/email/email_confirm": (_("Your address is confirmed"), _("You can sign in with it from now on.")),
    "account/email/email_deleted": (
        _("An address was removed"),
        _("%(deleted_email)s no longer belongs to your account."),
    ),
    "account/email/password_changed": (_("Your password has changed"), _("The old one no longer opens your account.")),
    "account/email/password_reset": (_("Your password has changed"), _("The old one no longer opens your account.")),
    "account/email/password_set": (_("Your account has a password"), _("You can sign in with it from now on.")),
    "mfa/email/totp_activated": (
        _("Two-step sign-in is on"),
        _("From now on your account also asks for a code from your telephone."),
    ),
    "mfa/email/totp_deactivated": (
        _("Two-step sign-in by code is off"),
        _("Your account no longer asks for a code from your telephone."),
    ),
    "mfa/email/recovery_codes_generated": (
        _("New emergency codes"),
        _("Emergency codes were made anew. The old ones no longer work."),
    ),
    "mfa/email/webauthn_added": (_("A passkey was added"), _("It can now open your account.")),
    "mfa/email/webauthn_removed": (_("A passkey was removed"), _("It no longer opens your account.")),
    "socialaccount/email/account_connected": (
        _("%(provider)s now opens your account"),
        _("You can sign in by your account at %(provider)s from now on."),
    ),
    "socialaccount/email/account_disconnected": (
        _("%(provider)s no longer opens your account"),
        _("The connection was removed. Your account at %(provider)s itself has not changed."),
    ),
}
# The facts of a notice are addresses: sealed like a code.
FACTS = ("to_email", "from_email", "deleted_email", "provider")


def send(occasion: str, to: str, context: Mapping[str, Any]) -> Mail:
    """The mail for one of allauth's occasions, in the account's language or that of the page; written down, not sent.

    Raises KeyError on an occasion without texts of ours: allauth's own never leave the house.
    """
    language = language_of(context.get("user"))
    if occasion in KINDS:
        secrets = {"code": str(context["code"])} if context.get("code") else {}
        return mail.post(KINDS[occasion], to, language, secrets=secrets)
    NOTICES[occasion]
    told = {**context, "provider": getattr(context.get("provider"), "name", "")}
    facts = {name: str(told[name]) for name in FACTS if told.get(name)}
    return mail.post("account_notice", to, language, {"notice": occasion}, secrets=facts)


def register() -> None:
    """Make the account's mails known; called once the apps are ready."""
    code_lasts = timedelta(seconds=int(settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT))
    for name, title, good_for, secrets, build in (
        ("verify_email", gettext_lazy("code for an address"), code_lasts, ("code",), _links),
        ("login_code", gettext_lazy("code to sign in"), code_lasts, ("code",), _links),
        ("password_reset_code", gettext_lazy("code for a new password"), code_lasts, ("code",), _links),
        ("account_exists", gettext_lazy("account exists already"), timedelta(days=1), (), _links),
        ("unknown_account", gettext_lazy("no account with this address"), timedelta(days=1), (), _links),
        ("account_notice", gettext_lazy("something has changed in the account"), None, FACTS, _notice),
    ):
        kinds.register(kinds.Kind(name, kinds.TRANSACTIONAL, title, build=build, secrets=secrets, good_for=good_for))


def _links(row: Mail) -> dict[str, Any]:
    return {
        "minutes": minutes(),
        "login_url": _absolute("account_login"),
        "signup_url": _absolute("account_signup"),
        "password_reset_url": _absolute("account_reset_password"),
    }


def _notice(row: Mail) -> dict[str, Any]:
    title, sentence = NOTICES[row.context["notice"]]
    facts = seals.opened(row)
    told = {"title": gettext(title) % facts, "sentence": gettext(sentence) % facts}
    return _links(row) | told | {"at": row.created_at}


def language_of(user: Any) -> str:
    """The language a person has chosen; that of the page as long as nobody is known."""
    person = getattr(user, "person", None) if user is not None and user.pk else None
    return str(person.language if person else (get_language() or settings.LANGUAGE_CODE)[:2])


def minutes() -> int:
    """How long a code is good for."""
    return int(settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT) // 60


def _absolute(name: str) -> str:
    """An address of the shop as configured, in the language of the mail; never as the request's host header says."""
    return settings.SITE_URL + _path(name, get_language())


@lru_cache(maxsize=32)
def _path(name: str, language: str) -> str:
    with override(language):
        return reverse(name)
