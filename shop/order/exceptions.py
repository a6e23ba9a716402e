"""What can go wrong with orders."""


class BadDraft(ValueError):
    """The parts of a draft do not add up, or it has none. Nothing is written."""


class TooManyPieces(ValueError):
    """More pieces than are still to send. Nothing is changed."""


class NothingToSend(ValueError):
    """Every piece lies in a parcel, is on its way or was given up. Nothing is changed."""


class NotOnItsWay(ValueError):
    """A parcel is not where this step begins: it has not left, has left already or was taken apart."""


class ParcelsChanged(ValueError):
    """Somebody has packed meanwhile: whoever asks has not seen it. Nothing is changed."""
