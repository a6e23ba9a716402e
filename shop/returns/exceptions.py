"""Why a refund is not made, in words for whoever asked. A refusal changes nothing."""

from django.utils.translation import gettext as _

from shop.pages.money import euros


class Refusal(Exception):
    """A refund that cannot be; `sentence` says why and what can be done."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NothingLeft(Refusal):
    """Everything has gone back already."""

    def __init__(self) -> None:
        super().__init__(_("Everything that was paid for this order has been refunded already."))


class NothingAsked(Refusal):
    """Neither pieces nor delivery nor an amount."""

    def __init__(self) -> None:
        super().__init__(_("Say what to refund: pieces, the delivery or an amount."))


class BadAmount(Refusal):
    """Less than nothing."""

    def __init__(self) -> None:
        super().__init__(_("An amount or a number of pieces cannot lie below nought."))


class UnknownLine(Refusal):
    """A line of another order."""

    def __init__(self) -> None:
        super().__init__(_("A line that is not part of this order was asked for."))


class TooManyPieces(Refusal):
    """More pieces of a line than have not been refunded. `left`: pieces."""

    def __init__(self, line_id: int, title: str, left: int) -> None:
        words = _("%(title)s: %(left)s can still be refunded.") if left else _("%(title)s: all refunded already.")
        super().__init__(words % {"title": title, "left": left})
        self.line_id, self.left = line_id, left


class TooMuch(Refusal):
    """More cents than are left. `left`: cents."""

    def __init__(self, left: int, words: str = "") -> None:
        super().__init__((words or _("At most %(left)s can still be refunded.")) % {"left": euros(left)})
        self.left = left


class Changed(Refusal):
    """What would go back is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__(_("Something about this order has changed meanwhile. Look at the sums again, then confirm."))


class NotFailed(Refusal):
    """Only what has failed can be tried again or settled by hand."""

    def __init__(self) -> None:
        super().__init__(_("This refund has not failed: there is nothing to try again."))
