"""What an order forgets when its person is erased, and what the law makes a shop keep.

Orders with name, address and sums are vouchers of the accounts and kept for ten years (Code de commerce L123-22); GDPR
Art. 17(3)(b) lets them. What they do not need goes: e-mail, telephone, what was written for the carrier, the link that
brought the person, every open door.
"""

from django.db.models import Q

from shop import clock
from shop.order.models import Order, OrderLink, ShippingAddress
from shop.people.models import Person


def erase(person: Person) -> None:
    """Inside the transaction of the erasure; may run twice."""
    orders = Order.objects.filter(person=person)
    ShippingAddress.objects.filter(order__in=orders).exclude(Q(phone_number="") & Q(notes="")).update(
        phone_number="", notes=""
    )
    OrderLink.objects.filter(order__in=orders, revoked_at__isnull=True).update(revoked_at=clock.now())
    orders.update(guest_email="", touch="", user=None)
