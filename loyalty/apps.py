"""The app's name and place."""

from django.apps import AppConfig


class LoyaltyConfig(AppConfig):
    name = "loyalty"
