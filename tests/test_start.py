"""The shop starts."""

from io import StringIO

import pytest
from django.core.management import call_command


def test_the_checks_of_django_and_oscar_find_nothing() -> None:
    out = StringIO()
    call_command("check", stdout=out)
    assert "no issues" in out.getvalue()


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
