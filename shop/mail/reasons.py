"""Why a mail waits or was not sent: short codes in rows, words for staff."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WORDS = {
    "erased": _("the person was erased"),
    "no address": _("the person has no address"),
    "too late": _("it would have come too late to be of use"),
    "suppressed": _("this address is not written to"),
    "no consent": _("the person has not agreed to it, or no longer does"),
    "quiet hours": _("it is night where the person lives"),
    "the same person got it already": _("the same person got it already"),
    "the mail server is away": _("the mail server does not answer"),
    "unknown kind": _("this release does not know this kind of mail"),
    "sealed with a key that is gone": _("its secret was sealed with a key that is gone"),
    "the process ended": _("the process that sent it ended in the middle: perhaps it arrived"),
    "moot": _("no longer true"),
    "error": _("it cannot be put together"),
    "refused": _("refused by the mail server"),
    "not yet": _("put off by the mail server"),
    "the line broke": _("the line to the mail server broke"),
    "given up": _("given up after three days"),
}


def words(reason: str) -> str:
    """A reason as staff read it, with what the mail server or a room said behind it."""
    if reason in WORDS:
        return gettext(WORDS[reason])
    if reason.startswith("given up, "):
        return f"{gettext(WORDS['given up'])}: {words(reason.removeprefix('given up, '))}"
    code, colon, detail = reason.partition(": ")
    return f"{gettext(WORDS[code])}: {detail}" if colon and code in WORDS else gettext(reason) if reason else ""
