"""Why the basket did not do what it was asked."""


class Refused(ValueError):
    """What was asked for cannot be; `sentence` tells the shopper why and that nothing changed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Closed(LookupError):
    """The basket is no longer open: it was ordered, put together with another one, or deleted."""
