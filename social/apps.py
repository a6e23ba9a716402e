"""The app's name and place."""

from django.apps import AppConfig


class SocialConfig(AppConfig):
    name = "social"
