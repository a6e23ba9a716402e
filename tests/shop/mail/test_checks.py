"""A shop whose mail cannot leave says so at start."""

import pytest
from django.test import override_settings

from shop.mail.checks import mail_leaves_the_house

FILES, SMTP = "django.core.mail.backends.filebased.EmailBackend", "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("profile", "backend", "warnings"),
    [("production", FILES, ["mail.W001"]), ("production", SMTP, []), ("demo", FILES, []), ("test", FILES, [])],
)
def test_mail_that_would_only_be_written_to_files_is_a_warning_in_production(
    profile: str, backend: str, warnings: list[str]
) -> None:
    with override_settings(PROFILE=profile, EMAIL_BACKEND=backend):
        assert [found.id for found in mail_leaves_the_house(None)] == warnings
