"""Socket: what people may be asked to agree to, and in which words. Rooms above add theirs in ready()."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Purpose:
    """One thing that people say yes or no to.

    `code` stands in the rows (shop.people.models.Consent). `wordings` maps the version of the words to the whole
    sentence that was and is agreed to, oldest first: the last is asked for today, the others stay so that what was
    said can be shown. `title` names it in a few words.
    """

    code: str
    title: Any
    wordings: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100

    @property
    def version(self) -> str:
        """Of today's words."""
        return next(reversed(list(self.wordings)))

    @property
    def words(self) -> Any:
        """Today's."""
        return self.wordings[self.version]


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Add a purpose. Registered again: the last one holds. Raises ValueError without any words."""
    if not purpose.wordings:
        raise ValueError(f"{purpose.code}: nobody can agree to what is not said in words.")
    _purposes[purpose.code] = purpose


def forget(code: str) -> None:
    """Take a purpose away again (tests)."""
    _purposes.pop(code, None)


def get(code: str) -> Purpose | None:
    """The purpose of this code; None when its room is gone."""
    return _purposes.get(code)


def all_purposes() -> list[Purpose]:
    """All that are registered, in order."""
    return sorted(_purposes.values(), key=lambda purpose: (purpose.order, purpose.code))
