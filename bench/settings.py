"""The shop as in production, with one more address: a bare view to compare with."""

import os

from shop.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
# Production knows no other Stripe than Stripe: here the stand-in answers.
STRIPE_API_BASE = os.environ.get("STRIPE_API_BASE", "")
if os.environ.get("BENCH_PREPARE"):
    DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 3}  # noqa: F405
