"""Oscar's models under this roof; ours are declared above the import when they come."""

from oscar.apps.catalogue.reviews.models import *  # noqa: F403
