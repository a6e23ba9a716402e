"""Why a mail is not even written down, or not tried."""


class BadAddress(ValueError):
    """What is given as the recipient is not one single e-mail address."""


class UnknownKind(LookupError):
    """No room has registered this kind of mail, or there are no texts for it."""


class NotIds(ValueError):
    """The context of a mail may hold ids and short names only: what is said is looked up when the mail leaves."""


class SealBroken(Exception):
    """A secret was sealed with a key that is no longer known (SECRET_KEY changed without SECRET_KEY_FALLBACKS)."""


class NotAgain(Exception):
    """This mail cannot be sent again; the message is a sentence for staff."""
