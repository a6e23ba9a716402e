"""E-mail addresses: one writing for each mailbox, and one key for each mailbox's owner."""

import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from shop.people.exceptions import NotAnAddress

LONGEST = 254
# Signs without width slip in with copy and paste and make two equal-looking addresses.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
GMAIL = {"gmail.com", "googlemail.com"}


def canonical(email: str) -> str:
    """The one writing of an address: what uniqueness compares, and what mail is sent to.

    Compatibility forms folded (NFKC), small letters, no space around, the domain in ASCII (IDNA 2008). Raises
    NotAnAddress for anything that is no address, and for letters outside ASCII before the @, which most servers refuse.
    """
    text = unicodedata.normalize("NFKC", email).translate(INVISIBLE).strip().lower()
    local, at, domain = text.rpartition("@")
    if not at or not local or len(text) > LONGEST:
        raise NotAnAddress(email[:LONGEST])
    try:
        domain = idna.encode(domain.rstrip("."), uts46=True).decode("ascii")
        address = f"{local}@{domain}"
        validate_email(address)
    except (ValidationError, idna.IDNAError, UnicodeError) as error:
        raise NotAnAddress(email[:LONGEST]) from error
    return address


def abuse_key(email: str) -> str:
    """Who owns the mailbox, for "once per person" rules: without +tag, and without Gmail's dots.

    Never mailed to, never shown: two people on an odd server may share a key. Raises NotAnAddress.
    """
    local, _, domain = canonical(email).rpartition("@")
    if not local.startswith('"'):
        local = local.split("+", 1)[0] or local
    if domain in GMAIL:
        domain, local = "gmail.com", local.replace(".", "")
    return f"{local}@{domain}"
