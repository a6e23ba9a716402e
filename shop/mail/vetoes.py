"""Socket: may this person get this mail now? Asked for service and marketing mail; working when empty.

An order or a code is never vetoed: what somebody waits for leaves.
"""

from collections.abc import Callable

from shop.mail.models import Mail
from shop.mail.refusals import Refusal

Veto = Callable[[Mail], Refusal | None]
_vetoes: dict[str, Veto] = {}


def register(name: str, veto: Veto) -> None:
    """Add a room's objection ("while a ticket is open, no evaluation request"). Call it in ready()."""
    _vetoes[name] = veto


def forget(name: str) -> None:
    """Take one away again (tests)."""
    _vetoes.pop(name, None)


def first(mail: Mail) -> Refusal | None:
    """The first objection, in the order of names; None when nobody minds."""
    for _name, veto in sorted(_vetoes.items()):
        if refusal := veto(mail):
            return refusal
    return None
