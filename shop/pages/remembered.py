"""What this process remembers between requests (menus, filters), by the same versions as pages."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import get_language

from shop import clock
from shop.pages import versions

T = TypeVar("T")
MOST = 50_000


@dataclass(frozen=True)
class _Kept:
    versions: dict[str, str]
    valid_until: datetime | None
    thing: Any


_kept: OrderedDict[str, _Kept] = OrderedDict()


def remembered(
    name: str,
    depends_on: Iterable[str],
    build: Callable[[], T],
    *,
    valid_until: Callable[[T], datetime | None] = lambda thing: None,
) -> T:
    """What `build` gives in the active language, kept until one of the versions changes or its time is over.

    The thing is shared between requests and threads: nobody may change it, and it holds nothing personal.
    """
    key = f"{get_language()}|{name}"
    current = versions.read({"catalog", *depends_on})
    kept = _kept.get(key)
    if kept and kept.versions == current and (kept.valid_until is None or clock.now() < kept.valid_until):
        thing: T = kept.thing
        return thing
    thing = build()
    _kept[key] = _Kept(current, valid_until(thing), thing)
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return thing


def forget() -> None:
    """Empty this process's memory (tests)."""
    _kept.clear()
