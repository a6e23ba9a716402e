"""The one place where a message is put together: a row in, one message out."""

from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives  # noqa: TID251  the one place that may
from django.utils.translation import override

from shop import clock
from shop.mail import kinds, seals, texts
from shop.mail.kinds import Kind
from shop.mail.models import Klass, Mail


def build(mail: Mail, to: str) -> tuple[EmailMultiAlternatives, str]:
    """The message of this row to this address, in the mail's language, and the version of its texts.

    Raises UnknownKind, SealBroken, and whatever the kind's builder raises (Moot).
    """
    kind = kinds.get(mail.kind)
    told = texts.of(kind.texts)
    with override(mail.language):
        said = _words(mail, kind, to)
        subject, text, html = told.render(said)
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers=_headers(mail, kind, said["leave_url"]),
    )
    message.attach_alternative(html, "text/html")
    return message, told.version


def _words(mail: Mail, kind: Kind, to: str) -> dict[str, Any]:
    """Everything the templates may say."""
    leave = kind.leave(mail) if kind.leave and not mail.is_preview else ""
    told = {"site_url": settings.SITE_URL, "language": mail.language, "to": to, "leave_url": leave}
    return {**seals.opened(mail), **kind.build(mail), **told}


def _headers(mail: Mail, kind: Kind, leave_url: str) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(mail),
        "Date": format_datetime(clock.now()),
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    if mail.resends:
        headers["References"] = mail.message_id
    if leave_url:
        headers["List-Unsubscribe"] = f"<{leave_url}>"
        if kind.klass == Klass.MARKETING:
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def message_id(mail: Mail) -> str:
    """The row's own at every attempt, so that a double is one mail to the reader.

    What staff send again is meant to appear a second time: mailboxes hide a message whose id they know.
    """
    return mail.message_id.replace("@", f".{mail.resends}@", 1) if mail.resends else mail.message_id
