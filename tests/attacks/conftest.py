"""One house under attack for all cases; asked for by ATTACKS=1 only."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They take minutes and want the machine for themselves."""
    skip = pytest.mark.skip(reason="a long form: make attacks")
    for item in items:
        if "tests/attacks/" in str(item.path):
            item.add_marker(pytest.mark.attack)
            item.add_marker(pytest.mark.timeout(1_800))
            if not os.environ.get("ATTACKS"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two server processes before one PostgreSQL."""
    folder: Path = tmp_path_factory.mktemp("besieged")
    house = House(folder, 2)
    house.env["DJANGO_SETTINGS_MODULE"] = "tests.attacks.settings"
    try:
        house.start()
        yield house
    finally:
        house.stop()
