"""The shop of the rig: as in tests, on real processes; each shopper is told apart by the proxy's header."""

import os

from tests.settings import *  # noqa: F403

if "EMAIL_URL" in os.environ:
    EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]  # noqa: F405
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
ALLAUTH_TRUSTED_PROXY_COUNT = 1
INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.points"]  # noqa: F405
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
