"""Redis as the shop's cache, and a shop that goes on selling when Redis is away.

What is asked then is answered as an empty cache would: nothing is there, what is kept is kept nowhere. Pages are made
for each visitor anew, and versions are made up (shop.pages.versions) so that no page is believed too long. What a limit
counts is forgotten: who must not let everybody in asks `is_counting` after it counted.
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
T = TypeVar("T")
# Seconds: for a connection, for an answer; and how long a Redis that failed is left alone by this process. A page asks
# several times, and a Redis that hangs must cost the shop little.
CONNECT, ANSWER, REST = 0.5, 1.0, 1.0
# A line in the log at most so often: an outage is said, not shouted.
SAID_AGAIN = 60.0
# redis-py would wait up to half a minute between tries. Once more at once is right: a connection from before a restart
# is dead and tells so only when it is used.
PATIENCE: dict[str, Any] = {
    "socket_connect_timeout": CONNECT,
    "socket_timeout": ANSWER,
    "retry": Retry(NoBackoff(), 1, supported_errors=(Unreachable, OSError)),
}


class _State:
    """What this process knows of its Redis."""

    away_until = said_at = float("-inf")


_state = _State()


def is_counting() -> bool:
    """Whether the cache that was asked a moment ago keeps what it is told. Always, where it is not Redis."""
    return not isinstance(caches["default"], Cache) or time.monotonic() >= _state.away_until


def forget() -> None:
    """Nothing is known of Redis any more (tests)."""
    _state.away_until = _state.said_at = float("-inf")


class Cache(RedisCache):
    """Django's, with short patience, and forgiving."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": {**PATIENCE, **params.get("OPTIONS", {})}})

    def _try(self, ask: Callable[[], T], otherwise: T) -> T:
        now = time.monotonic()
        if now < _state.away_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError) as error:
            _state.away_until = time.monotonic() + REST
            if now - _state.said_at > SAID_AGAIN:
                _state.said_at = now
                log.error("Redis does not answer (%s). Pages are made anew each time.", type(error).__name__)
            return otherwise

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        # True: whoever takes a lock this way would wait for ever.
        return bool(self._try(lambda: super(Cache, self).add(key, value, timeout, version), True))

    def get(self, key: str, default: Any = None, version: Any = None) -> Any:
        return self._try(lambda: super(Cache, self).get(key, default, version), default)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        self._try(lambda: super(Cache, self).set(key, value, timeout, version), None)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return bool(self._try(lambda: super(Cache, self).touch(key, timeout, version), False))

    def delete(self, key: str, version: Any = None) -> bool:
        return bool(self._try(lambda: super(Cache, self).delete(key, version), False))

    def get_many(self, keys: Iterable[str], version: Any = None) -> dict[str, Any]:
        wanted, nothing = list(keys), dict[str, Any]()
        return self._try(lambda: super(Cache, self).get_many(wanted, version), nothing)

    def has_key(self, key: str, version: Any = None) -> bool:
        return bool(self._try(lambda: super(Cache, self).has_key(key, version), False))

    def incr(self, key: str, delta: int = 1, version: Any = None) -> int:
        found = self._try(lambda: super(Cache, self).incr(key, delta, version), None)
        if found is None:
            raise ValueError(f"Key {key!r} not found.")
        return int(found)

    def set_many(self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> list[str]:
        return self._try(lambda: super(Cache, self).set_many(data, timeout, version), list(data))

    def delete_many(self, keys: Iterable[str], version: Any = None) -> None:
        gone = list(keys)
        self._try(lambda: super(Cache, self).delete_many(gone, version), None)
