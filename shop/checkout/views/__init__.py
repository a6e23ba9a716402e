"""The pages of the checkout."""

from shop.checkout.views.done import account, done, state
from shop.checkout.views.express import cancelled, express
from shop.checkout.views.leaving import code, keep, leave, sign_in
from shop.checkout.views.page import page
from shop.checkout.views.paying import pay

__all__ = ["account", "cancelled", "code", "done", "express", "keep", "leave", "page", "pay", "sign_in", "state"]
