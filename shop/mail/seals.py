"""What must not be readable in the database: sealed with a key drawn from SECRET_KEY, opened at the door."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from shop.mail import kinds
from shop.mail.errors import SealBroken
from shop.mail.models import Mail

SALT = b"shop.mail.seals:"
HIDDEN = "••••••"


def seal(secrets: Mapping[str, str]) -> str:
    """One text that tells nothing; empty for no secrets."""
    return _keys().encrypt(json.dumps(dict(secrets)).encode()).decode() if secrets else ""


def unseal(sealed: str) -> dict[str, str]:
    """What was sealed, also with a key of SECRET_KEY_FALLBACKS. Raises SealBroken."""
    if not sealed:
        return {}
    try:
        opened: Any = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise SealBroken from error
    return {str(name): str(value) for name, value in opened.items()}


def opened(mail: Mail) -> dict[str, str]:
    """A mail's secrets, for the templates and for builders; dots where they are wiped or only looked at.

    Raises SealBroken, UnknownKind.
    """
    hidden = dict.fromkeys(kinds.get(mail.kind).secrets, HIDDEN)
    return hidden if mail.is_preview else hidden | unseal(mail.sealed)


def _keys() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(SALT + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
