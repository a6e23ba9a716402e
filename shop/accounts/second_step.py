"""How allauth's second step behaves in this shop."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def safe() -> MultiFernet:
    """Keys made from the shop's secret, today's first, then those it replaced."""
    secrets: list[str | bytes] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"shop.accounts.second_step:" + force_bytes(secret)).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class Adapter(DefaultMFAAdapter):
    """The secrets of apps and emergency codes lie encrypted: a stolen database opens no account."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not the code. Compare the six figures, or wait for the next ones."),
        "unverified_email": gettext_lazy("Confirm your e-mail first: without it a lost telephone would lock you out."),
        "add_email_blocked": gettext_lazy("Switch the second step off before you add another address."),
        "cannot_delete_authenticator": gettext_lazy("This second step cannot be switched off."),
        "cannot_generate_recovery_codes": gettext_lazy("Emergency codes come with a second step: set one up first."),
    }

    def encrypt(self, text: str) -> str:
        return safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValueError when the shop's secret was replaced without keeping the old one as fallback."""
        try:
            return safe().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValueError("A second step was kept under another SECRET_KEY (SECRET_KEY_FALLBACKS).") from error

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name to begin with, for passkeys."""
        count = user.authenticator_set.filter(type=type).count() + 1
        return _("Passkey %(n)s") % {"n": count}
