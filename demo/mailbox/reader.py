"""Reads the folder that Django's file backend writes mails to."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

# The backend writes this line after each message.
END = re.compile(rb"^-{79}\n", re.M)
KEY = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Mail:
    """One mail. `key` names it in addresses."""

    key: str
    to: str
    sender: str
    subject: str
    date: datetime | None
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]


def newest(limit: int = 200) -> list[Mail]:
    """The last mails, newest first."""
    found: list[Mail] = []
    for path in _files():
        found.extend(reversed(_mails(path)))
        if len(found) >= limit:
            break
    return found[:limit]


def find(key: str) -> Mail | None:
    """The mail with this key; None when there is none (or when the key is no key)."""
    if not KEY.fullmatch(key):
        return None
    return next((mail for mail in newest(2_000) if mail.key == key), None)


def _files() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    if not folder.is_dir():
        return []
    return sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _mails(path: Path) -> list[Mail]:
    parts = (part for part in END.split(path.read_bytes()) if part.strip())
    return [_mail(f"{path.name}/{place}", part) for place, part in enumerate(parts)]


def _mail(name: str, raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    date = message["Date"]
    return Mail(
        key=hashlib.sha256(name.encode()).hexdigest()[:16],
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        date=parsedate_to_datetime(str(date)) if date else None,
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers=tuple((key, str(value)) for key, value in message.items()),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
