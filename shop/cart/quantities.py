"""How many: what a field may hold, and how many of a thing there are."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop.cart.exceptions import Refused

MOST_OF_ONE = 99
MOST_LINES = 100
MOST_PIECES = 500
FIGURES = re.compile(r"[0-9]+")


def parsed(text: str) -> int:
    """The quantity in a field. Raises Refused with a sentence for anything but a whole number from 1 to 99.

    Figures of other scripts are refused, too: int() would take them, and nobody types them by intent.
    """
    text = text.strip()
    if not text:
        raise Refused(_("How many? Write a figure, for example 1."))
    if text in ("0", "-0") or (text[0] in "-−" and FIGURES.fullmatch(text[1:])):
        raise Refused(_("At least 1. To take it out, choose “Remove”."))
    if not FIGURES.fullmatch(text):
        raise Refused(_("Write a whole number in figures, for example 2."))
    if len(text.lstrip("0")) > len(str(MOST_OF_ONE)) or int(text) > MOST_OF_ONE:
        raise Refused(most_sentence())
    return checked(int(text))


def checked(quantity: int) -> int:
    """The same number if it lies from 1 to 99. Raises Refused."""
    if quantity < 1:
        raise Refused(_("At least 1. To take it out, choose “Remove”."))
    if quantity > MOST_OF_ONE:
        raise Refused(most_sentence())
    return quantity


def most_sentence() -> str:
    return _("%(n)s of one thing at most. For more, write to us.") % {"n": MOST_OF_ONE}


def left_sentence(left: int) -> str:
    """How many there still are, in words."""
    if left <= 0:
        return _("This one is sold out.")
    return ngettext("There is only %(n)s left.", "There are only %(n)s left.", left) % {"n": left}
