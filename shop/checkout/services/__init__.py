"""From basket to placed order: freeze, pay, settle. Views, tasks, admin and webhooks call these."""

from shop.checkout.services.freezing import Ask, freeze, freeze_express, preview, sums_of
from shop.checkout.services.paying import start_card, start_hosted
from shop.checkout.services.placing import place
from shop.checkout.services.releasing import abandon, release
from shop.checkout.services.settling import refund_review, settle, settle_paid
from shop.checkout.services.sweeping import sweep

__all__ = [
    "Ask",
    "abandon",
    "freeze",
    "freeze_express",
    "place",
    "preview",
    "refund_review",
    "release",
    "settle",
    "settle_paid",
    "start_card",
    "start_hosted",
    "sums_of",
    "sweep",
]
