"""A gift voucher and points, plugged into the checkout for one test."""

from collections.abc import Iterator

import pytest

from shop.checkout import means, reductions
from tests.shop.returns.given import POINTS, VOUCHER, Plug


@pytest.fixture
def voucher() -> Iterator[Plug]:
    plug = Plug("chèque-cadeau")
    means.register(VOUCHER, plug)  # type: ignore[arg-type]
    yield plug
    means.unregister(VOUCHER)


@pytest.fixture
def points() -> Iterator[Plug]:
    plug = Plug("points")
    reductions.register(POINTS, plug)  # type: ignore[arg-type]
    yield plug
    reductions.unregister(POINTS)
