"""What the people room refuses."""


class NotAnAddress(ValueError):
    """This text is not an e-mail address."""


class NotProven(Exception):
    """Two persons are one only when the same e-mail is proven for both."""


class TwoAccounts(Exception):
    """Both persons can sign in: one of the accounts must be closed first."""


class EmailTaken(Exception):
    """The e-mail belongs to somebody else who can sign in with it."""


class PersonIsOver(Exception):
    """The person was erased: nothing is written about them any more."""


class TargetOutside(ValueError):
    """A link into the shop must lead to a page of this shop, and this is none."""
