"""What the checkout does when something happens elsewhere."""

from typing import Any

from django.dispatch import receiver

from shop.checkout import typed
from shop.order.models import Order
from shop.order.signals import order_placed


@receiver(order_placed)
def forget_what_was_typed(order_id: int, **kwargs: Any) -> None:
    """The order has it now; a nudge that is lost is made up by the hourly sweep."""
    typed.forget(Order.objects.values_list("basket_id", flat=True).filter(pk=order_id).first())
