"""Socket: what can be counted. Rooms register their unit in ready(); amounts of two units never meet."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.ledger.exceptions import UnknownUnit


@dataclass(frozen=True)
class Unit:
    """One thing that is counted in whole numbers. `code` is stored, `name` is shown."""

    code: str
    name: str | Promise


_units: dict[str, Unit] = {}


def register(unit: Unit) -> Unit:
    """Make a unit known; the same code again replaces its name."""
    _units[unit.code] = unit
    return unit


def get(code: str) -> Unit:
    """The unit with this code. Raises UnknownUnit."""
    try:
        return _units[code]
    except KeyError:
        raise UnknownUnit(code) from None


def choices() -> list[tuple[str, Any]]:
    """For filters in the admin."""
    return sorted((unit.code, unit.name) for unit in _units.values())


CENTS = register(Unit("cents", _("cents")))
