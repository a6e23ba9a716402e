"""The ledger's and the people room's tables go and come back, seals included."""

import pytest
from django.core.management import call_command

from shop.appendonly import missing_seals


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_migrations_go_back_and_forth() -> None:
    try:
        call_command("migrate", "ledger", "zero", verbosity=0)
        assert any(name.startswith("ledger_") for name in missing_seals())
    finally:
        call_command("migrate", verbosity=0)
    assert missing_seals() == []
