"""What every test starts with: an empty cache, an empty memory of pages, French."""

import itertools
import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import translation

from shop.pages import shared

pytest_plugins = ("tests.browser", "tests.database", "tests.emulator")

_test = itertools.count(1)

# A slow machine is no fault of what is tested: no property has to hold within milliseconds.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], database=None
)
hypothesis.settings.load_profile("house")


def empty_cache() -> None:
    """An empty cache, by a prefix that nobody has used."""
    prefix = f"test-{os.getpid()}-{next(_test)}"
    settings.CACHES["default"]["KEY_PREFIX"] = prefix
    caches["default"].key_prefix = prefix


@pytest.fixture(autouse=True)
def fresh_pages() -> Iterator[None]:
    """No page or version made by one test is answered to another.

    A table of the cache rolls back with most tests, but not with those whose threads commit; Redis never does, and is
    shared with the other worker. So each test gets a prefix of its own (set on this thread's connection and, for
    threads to come, in the settings).
    """
    shared.forget()
    empty_cache()
    if settings.REDIS_URL:
        # Its own way to clear empties the whole Redis, under the feet of the worker beside this one.
        caches["default"].clear = empty_cache
    with translation.override("fr"):
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of true concurrency run on PostgreSQL only, and say so."""
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    skip = pytest.mark.skip(reason="true concurrency needs PostgreSQL (DATABASE_URL)")
    for item in items:
        if item.get_closest_marker("postgresql"):
            item.add_marker(skip)


@pytest.fixture
def vendor() -> str:
    """The database of this run: sqlite or postgresql."""
    return str(connection.vendor)
