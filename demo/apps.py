"""The app's name and place."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
