"""Addresses: what Stripe calls."""

from django.urls import path

from shop.payment.views import webhook

app_name = "payment"
urlpatterns = [path("stripe/", webhook, name="webhook")]
