"""The basket: answers to Oscar's label `basket`."""

from oscar.apps.basket.apps import BasketConfig as Oscar


class CartConfig(Oscar):
    name = "shop.cart"

    def ready(self) -> None:
        """Receivers only: Oscar's own would load its views and what they drag along."""
        from shop.cart import cookies, fillers, receivers  # noqa: F401
        from shop.pages import holes

        holes.register("basket", fillers.counter, cookies=(cookies.NAME,))

    def get_urls(self) -> list[object]:
        return []
