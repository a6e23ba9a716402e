"""Which promotions run now, by the shop's own clock (Oscar would ask the machine's)."""

from django.db import models
from django.db.models import Q

from shop import clock


class ActiveOfferManager(models.Manager):  # type: ignore[type-arg]
    """Promotions that are open and within their dates."""

    def get_queryset(self) -> models.QuerySet:  # type: ignore[type-arg]
        now = clock.now()
        begun = Q(start_datetime__isnull=True) | Q(start_datetime__lte=now)
        not_over = Q(end_datetime__isnull=True) | Q(end_datetime__gte=now)
        return super().get_queryset().filter(begun, not_over, status="Open")
