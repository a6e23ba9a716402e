"""What can go wrong with orders."""


class BadDraft(ValueError):
    """The parts of a draft do not add up, or it has none. Nothing is written."""


class TooManyPieces(ValueError):
    """More pieces than are still to send. Nothing is changed."""
