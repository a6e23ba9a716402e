"""Versions of what pages show. A page is right as long as every version it was made with is still the current one.

Names in use: `catalog` (everything at once), `shelf` (any list), `product:<id>`, `content` (menus, pages, slots).

A cache that is away knows no versions: they are made up, so pages are made anew at every look. Nobody hears of what
changes meanwhile, so whoever found it away renews `catalog` as soon as it is back.
"""

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.cache import cache
from django.db import transaction

PREFIX = "version:"
# Asked for by nearly every page: fetched along with the first name, so that a request makes one round trip.
COMMON = ("catalog", "shelf", "content")
# Seconds for which a version is believed without asking again; far below what a person notices.
GLANCE = 0.1
MOST_BELIEVED = 50_000
ANY = "any"
# New after every outage of the cache: for what is kept by another version than `catalog`.
OUTAGE = "outage"
_believed: dict[str, str] = {}


class _Looked:
    """When this process last asked whether anything has changed, and what it was told; whether nobody answered."""

    anything, at, lost = "", -GLANCE, False


_looked = _Looked()
_seen: ContextVar[dict[str, str] | None] = ContextVar("versions_seen", default=None)


def read(names: Iterable[str]) -> dict[str, str]:
    """The current version of each name; a name never seen gets its first one.

    Within one request (`one_look`) a name is asked for once: a page is built from what stood when the request began
    or later, so a change during it can only make the page stale. Between requests a process believes an answer for
    GLANCE seconds, so that hundreds of requests a second cost ten questions; a change made in this process shows at
    once, one made in another within that time.
    """
    wanted, seen = set(names), _seen.get()
    if seen is not None and wanted <= seen.keys():
        return {name: seen[name] for name in wanted}
    found = _glance(wanted | set(COMMON) if seen is not None else wanted)
    if seen is not None:
        # What this request has seen stays as it was.
        seen.update({name: version for name, version in found.items() if name not in seen})
        found = seen
    return {name: found[name] for name in wanted}


def fresh(names: Iterable[str]) -> dict[str, str]:
    """The versions as they are in this very moment, whatever was seen before."""
    return _fetch(set(names))


def forget() -> None:
    """Believe nothing that was seen before (tests)."""
    _believed.clear()
    _looked.anything, _looked.at, _looked.lost = "", -GLANCE, False


@contextmanager
def one_look() -> Iterator[None]:
    """Ask for each version at most once meanwhile (a request)."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def bump(*names: str) -> None:
    """New versions for these names once the surrounding transaction is committed (at once without one)."""
    transaction.on_commit(lambda: bump_now(*names))


def bump_now(*names: str) -> None:
    """New versions for these names, in one round trip."""
    # ANY last: whoever sees it new finds the others new as well.
    if cache.set_many({PREFIX + name: secrets.token_hex(6) for name in (*names, ANY)}, timeout=None):
        _looked.lost = True
    for name in names:
        _believed.pop(name, None)
    seen = _seen.get()
    if seen:
        for name in names:
            seen.pop(name, None)


def _glance(names: set[str]) -> dict[str, str]:
    """The versions as believed, unless anything at all has changed since they were seen.

    One name (ANY) is new at every change; only it is asked for, at most every GLANCE seconds.
    """
    if time.monotonic() - _looked.at >= GLANCE:
        anything = _fetch({ANY})[ANY]
        if anything != _looked.anything:
            _believed.clear()
        _looked.anything, _looked.at = anything, time.monotonic()
    found = {name: version for name in names if (version := _believed.get(name))}
    if missing := names - found.keys():
        fetched = _fetch(missing)
        found |= fetched
        if len(_believed) > MOST_BELIEVED:
            _believed.clear()
        _believed.update(fetched)
    return found


def _fetch(names: set[str]) -> dict[str, str]:
    keys = {name: PREFIX + name for name in names}
    found = cache.get_many(list(keys.values()))
    if found and _looked.lost:
        found = _make_up_for_it(list(keys.values()))
    versions = {name: found.get(key) for name, key in keys.items()}
    for name, version in versions.items():
        if version is None:
            # add, not set: two processes that start at once must agree on one.
            cache.add(keys[name], secrets.token_hex(6), timeout=None)
            versions[name] = cache.get(keys[name])
    if None in versions.values():
        _looked.lost = True
    return {name: str(version or secrets.token_hex(6)) for name, version in versions.items()}


def _make_up_for_it(keys: list[str]) -> dict[str, str]:
    """The cache is back with the versions from before: everything is new at once; then these versions."""
    _looked.lost = False
    bump_now("catalog", OUTAGE)
    return dict(cache.get_many(keys))
