"""Socket: has this person had enough mail from us? Asked for service and marketing mail; working when empty.

A budget counts over all kinds (`selectors.sent_to`), orders and codes included, but never stops those.
"""

from collections.abc import Callable

from shop.mail.models import Mail
from shop.mail.refusals import Refusal

Budget = Callable[[Mail], Refusal | None]
_budgets: dict[str, Budget] = {}


def register(name: str, budget: Budget) -> None:
    """Add a budget. It says when there is room again, or that this mail is to be dropped. Call it in ready()."""
    _budgets[name] = budget


def forget(name: str) -> None:
    """Take one away again (tests)."""
    _budgets.pop(name, None)


def first(mail: Mail) -> Refusal | None:
    """The first budget that is used up, in the order of names; None while there is room."""
    for _name, budget in sorted(_budgets.items()):
        if refusal := budget(mail):
            return refusal
    return None
