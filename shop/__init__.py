"""Everything between the shelf and the parcel, and the project itself: settings, addresses, Celery."""
