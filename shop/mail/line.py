"""The line to the mail server: one connection for many mails, and an exact answer for each.

Django's own `send` cannot tell a mail that was refused from one that was perhaps taken, so the SMTP talk is ours. Any
other backend (files in the demo, memory in tests) is used as it is.
"""

import logging
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Literal, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: TID251  the one place that may
from django.core.mail.backends.smtp import EmailBackend

log = logging.getLogger(__name__)


class Away(Exception):
    """There is no line: the server is down, hangs, or does not let us in. Nothing was said about any mail."""


@dataclass(frozen=True)
class Answer:
    """What became of one mail.

    sent: taken. postponed: not now, nothing was taken. refused: never. unsure: everything was said and no answer came.
    `dead` when it is the mailbox that does not exist. `broken` when the line is gone and the next mail needs a new one.
    """

    outcome: Literal["sent", "postponed", "refused", "unsure"]
    reply: str = ""
    dead: bool = False
    broken: bool = False


class Line:
    """A connection that is opened for the first mail, and again for the one after it broke. Use it in a `with`."""

    def __init__(self) -> None:
        self._backend: Any = None
        self._broken = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def open(self) -> None:
        """See to it that there is a line. Raises Away."""
        if self._backend is not None:
            return
        backend = get_connection(fail_silently=False)
        try:
            backend.open()
        except (OSError, smtplib.SMTPException) as error:
            with suppress(OSError, smtplib.SMTPException):
                backend.close()
            raise Away(f"{type(error).__name__}: {error}"[:200]) from error
        self._backend = backend

    def deliver(self, message: EmailMultiAlternatives) -> Answer:
        """Hand one message over. The line is open."""
        if not isinstance(self._backend, EmailBackend):
            return self._leave(message)
        smtp = self._backend.connection
        assert smtp is not None
        answer = _talk(smtp, message)
        self._broken = self._broken + 1 if answer.broken else 0
        if answer.broken:
            self.close()
        elif answer.outcome != "sent":
            with suppress(OSError, smtplib.SMTPException):
                smtp.rset()
        return answer

    def must_hold(self) -> None:
        """Raises Away when the line broke twice running: a server in that state would make every mail unsure."""
        if self._broken > 1:
            raise Away("the line broke twice running")

    def close(self) -> None:
        """Say goodbye; harmless without a line."""
        backend, self._backend = self._backend, None
        if backend is not None:
            with suppress(OSError, smtplib.SMTPException):
                backend.close()

    def _leave(self, message: EmailMultiAlternatives) -> Answer:
        try:
            self._backend.send_messages([message])
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer("postponed", f"{type(error).__name__}: {error}", broken=True)
        return Answer("sent")


def _talk(smtp: smtplib.SMTP, message: EmailMultiAlternatives) -> Answer:
    """MAIL, RCPT, DATA, the text, and what the server says to each.

    Until the text has been said nothing can have been taken; afterwards only a "250" or a refusal is certain.
    """
    said = False
    try:
        raw = _bytes(message)
        smtp.ehlo_or_helo_if_needed()
        wide = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
        code, reply = smtp.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], wide)
        if code != 250:
            # Our own sender is refused: no mail's fault. A server that is set right takes it later.
            log.error("The mail server refuses our own address as sender: %s %r", code, reply)
            return Answer("postponed", _words(code, reply), broken=code == 421)
        code, reply = smtp.rcpt(message.to[0])
        if code not in (250, 251):
            return _refused(code, reply, mailbox=True)
        code, reply = smtp.docmd("DATA")
        if code != 354:
            return _refused(code, reply)
        said = True
        smtp.send(raw)
        code, reply = smtp.getreply()
        return Answer("sent", _words(code, reply)) if code == 250 else _refused(code, reply)
    except (OSError, smtplib.SMTPException) as error:
        return Answer("unsure" if said else "postponed", f"{type(error).__name__}: {error}", broken=True)


def _refused(code: int, reply: bytes, *, mailbox: bool = False) -> Answer:
    text = _words(code, reply)
    if code // 100 == 5:
        return Answer("refused", text, dead=mailbox and _is_dead(code, text))
    return Answer("postponed", text, broken=code in (421, -1))


def _is_dead(code: int, text: str) -> bool:
    """Whether a refused recipient is a mailbox that does not exist, not a policy or a full one.

    RFC 3463: x.1.x and x.2.1. A server without enhanced codes says it by 550, 551 or 553 (RFC 5321, 4.2.3).
    """
    words = text.split()
    enhanced = words[1] if len(words) > 1 and words[1].count(".") == 2 and words[1][0] == "5" else ""
    if enhanced:
        return enhanced.startswith("5.1.") or enhanced == "5.2.1"
    return code in (550, 551, 553)


def _words(code: int, reply: bytes) -> str:
    return f"{code} {reply.decode('utf-8', 'replace')}".replace("\n", " ")


def _bytes(message: EmailMultiAlternatives) -> bytes:
    """As it goes over the line (RFC 5321, 4.5.2): CRLF, a dot at the beginning of a line doubled, a dot at the end."""
    whole: Any = message.message()
    raw: bytes = whole.as_bytes(linesep="\r\n").replace(b"\r\n.", b"\r\n..")
    return raw + (b"" if raw.endswith(b"\r\n") else b"\r\n") + b".\r\n"
