"""Socket: what there is in an account. Rooms above add entries in ready(); their pages stand in the same frame."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from shop.accounts.models import User

GROUPS = {"shopping": _("Shopping"), "you": _("You"), "entry": _("Signing in")}


@dataclass(frozen=True)
class Entry:
    """A page of the account.

    `url` is its name, without arguments; `group` one of GROUPS; `icon` as elements/icon.html takes it; `order` sorts
    within the group. `detail(user)` is a quiet line under it ("3 addresses"), asked for on the account's home only.
    `shown(user)` says whether there is such a page for this person. `within`: names of further pages of the entry whose
    addresses do not begin with its own.
    """

    key: str
    title: Any
    url: str
    icon: str
    group: str = "shopping"
    order: int = 100
    detail: Callable[[User], Any] | None = None
    shown: Callable[[User], bool] | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """An entry as one person sees it on one page."""

    key: str
    title: Any
    url: str
    icon: str
    detail: Any
    current: bool


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add a page. Registered again under the same key: the last one holds. Raises ValueError for an unknown group."""
    if entry.group not in GROUPS:
        raise ValueError(f"{entry.group!r} is no group of the account's menu: {', '.join(GROUPS)}.")
    _entries[entry.key] = entry


def forget(key: str) -> None:
    """Take an entry away again (tests)."""
    _entries.pop(key, None)


def items(user: User, *, path: str = "", key: str = "", details: bool = False) -> list[tuple[Any, list[Item]]]:
    """The groups with their entries, in order; a group without any is left out.

    The one is current whose `key` the page names, or else the one whose address `path` begins with.
    """
    found: list[tuple[Any, list[Item]]] = []
    for group, title in GROUPS.items():
        entries = sorted((entry for entry in _entries.values() if entry.group == group), key=lambda e: e.order)
        shown = [_item(entry, user, path, key, details) for entry in entries]
        if there := [item for item in shown if item is not None]:
            found.append((title, there))
    return found


def _item(entry: Entry, user: User, path: str, key: str, details: bool) -> Item | None:
    try:
        url = reverse(entry.url)
        within = (url, *(reverse(name) for name in entry.within))
    except NoReverseMatch:  # its room is gone
        return None
    if entry.shown is not None and not entry.shown(user):
        return None
    current = entry.key == key if key else bool(path) and path.startswith(within)
    detail = entry.detail(user) if details and entry.detail is not None else ""
    return Item(entry.key, entry.title, url, entry.icon, detail, current)
