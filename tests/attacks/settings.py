"""The shop under attack: as in the rig of faults, with the hasher of production, for time is measured."""

from tests.faults.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
