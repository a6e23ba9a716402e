"""What would keep mail from leaving, said at start in one sentence."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from shop.mail import kinds, texts
from shop.mail.errors import UnknownKind
from shop.mail.kinds import Kind
from shop.mail.mjml import BadMjml
from shop.mail.models import Klass


@register
def mail_leaves_the_house(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In production a mail written to a file reaches nobody: no code for signing up, no order mail."""
    if settings.PROFILE == "production" and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        text = "EMAIL_URL is missing: mail is only written to files below VAR_DIR and reaches nobody."
        return [Warning(text, hint="Set it, for example to smtp+tls://user:password@mail.example:587", id="mail.W001")]
    return []


@register
def every_kind_can_be_written(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each registered kind has its three texts, in MJML that we allow, and what its class asks for."""
    return [fault for kind in kinds.all_kinds() for fault in _faults(kind)]


def _faults(kind: Kind) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    try:
        texts.of(kind.texts)
    except UnknownKind as missing:
        found.append(Error(f"The mail {kind.name} has no texts: templates/{missing} is missing.", id="mail.E001"))
    except BadMjml as bad:
        found.append(Error(f"The mail {kind.name} cannot be laid out: {bad}", id="mail.E002"))
    if kind.klass != Klass.TRANSACTIONAL and kind.leave is None:
        found.append(Error(f"The mail {kind.name} has no way to leave it.", id="mail.E003"))
    if kind.klass == Klass.MARKETING and not kind.purpose:
        found.append(Error(f"The mail {kind.name} names no consent that it needs.", id="mail.E004"))
    return found
