"""What one does with a basket: find it, fill it, enter a code, know what it comes to."""

from shop.cart.services.baskets import adopt, basket_of, merge, open_basket, submitted, tell_browser
from shop.cart.services.codes import UnknownCode, enter_code, remove_code
from shop.cart.services.lines import add, put_back, remove, set_quantity
from shop.cart.sums import reckon

__all__ = [
    "UnknownCode",
    "add",
    "adopt",
    "basket_of",
    "enter_code",
    "merge",
    "open_basket",
    "put_back",
    "reckon",
    "remove",
    "remove_code",
    "set_quantity",
    "submitted",
    "tell_browser",
]
