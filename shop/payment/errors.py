"""What can go wrong on the way to Stripe, as callers see it."""


class StripeDown(Exception):
    """No answer, or none that says what happened: it may have been done. Asking again finds it and doubles nothing."""


class SpoiltKey(StripeDown):
    """Stripe remembers an error of its own under our key: asked again under it, it would answer so for a day."""


class Refused(Exception):
    """A clear no: nothing was done. `code`: Stripe's word, or ours (begun_otherwise, cancelled, too_much, not_paid)."""

    def __init__(self, code: str, message: str = "", param: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.param = param
