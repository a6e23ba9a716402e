"""News of the order room, sent after the commit; a receiver that fails fails alone."""

from django.dispatch import Signal

# order_id: an order stands.
order_placed = Signal()
# parcel_id: it is on its way; it has arrived.
parcel_shipped = Signal()
parcel_delivered = Signal()
