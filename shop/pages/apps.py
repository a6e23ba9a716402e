"""The app's name and place."""

from importlib import import_module

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "shop.pages"
    label = "pages"

    def ready(self) -> None:
        # Tasks sent from a page or a command go to the shop's own broker only once its Celery app is there.
        import_module("shop.celery")

        from shop.pages import fillers, holes

        holes.register("messages", fillers.messages)
