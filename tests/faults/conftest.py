"""One rig for the cases of this folder; how often each race runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House, open_house
from tests.faults.island import Island, open_island
from tests.faults.servers import missing

RUNS = int(os.environ.get("FAULT_RUNS", "1"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rig is one: its cases stay in one process, and only where there is a PostgreSQL."""
    for item in items:
        if "tests/faults/" in str(item.path):
            item.add_marker(pytest.mark.postgresql)
            item.add_marker(pytest.mark.xdist_group("faults"))
            item.add_marker(pytest.mark.timeout(1_800))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    with open_house(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def island(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Island]:
    """Skips with one line where no servers can be started; fails with REQUIRE_SERVERS=1."""
    if why := missing():
        (pytest.fail if os.environ.get("REQUIRE_SERVERS") == "1" else pytest.skip)(why)
    with open_island(tmp_path_factory.mktemp("island")) as opened:
        yield opened


@pytest.fixture(params=range(RUNS))
def run(request: pytest.FixtureRequest) -> int:
    """A race proves nothing by one run: FAULT_RUNS says how many."""
    return int(request.param)
