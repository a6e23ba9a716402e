"""What differs in tests: a fast hasher, a test profile, nothing sent anywhere."""

import os
import tempfile

os.environ["PROFILE"] = "test"
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ricochet-test-"))

from shop.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_TASK_ALWAYS_EAGER = False
