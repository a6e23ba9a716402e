"""What can be done to an order. One function a thing that somebody does."""

from shop.order.services.cancelling import cancel_pieces
from shop.order.services.links import make_link, revoke_links
from shop.order.services.sending import deliver, prepare, presume_delivered, ship, unpack
from shop.order.services.states import settle_state
from shop.order.services.writing import write

__all__ = [
    "cancel_pieces",
    "deliver",
    "make_link",
    "prepare",
    "presume_delivered",
    "revoke_links",
    "settle_state",
    "ship",
    "unpack",
    "write",
]
