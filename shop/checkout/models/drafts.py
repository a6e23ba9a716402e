"""What a shopper has typed into the checkout so far, so that it is not asked twice."""

import secrets
from datetime import timedelta

from django.db import models

from shop import clock

KEPT = timedelta(hours=24)


def new_token() -> str:
    """256 random bits: what the browser keeps in its signed cookie."""
    return secrets.token_urlsafe(32)


class FormDraft(models.Model):
    """The fields of a checkout that is not paid yet: personal data, gone after 24 hours or with the order.

    It belongs to a basket, and to the browser that typed it (`token`): when the basket of a guest goes into that of a
    member who signs in, the browser brings it along. What a member typed is shown to that member only.
    """

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    basket = models.OneToOneField("basket.Basket", models.CASCADE, related_name="form_draft")
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    fields = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"draft of basket {self.basket_id}"

    @property
    def is_old(self) -> bool:
        return self.changed_at < clock.now() - KEPT
