"""What every purchase needs: a way of delivery."""

import pytest

from tests import delivery_factories


@pytest.fixture(autouse=True)
def home(db: None) -> None:
    """Home delivery for 4.90 €, free from 1,000 €; what migrations filled may be gone behind a test that commits."""
    delivery_factories.method("home", steps=((30_000, None, 490),), free_from=100_000)
