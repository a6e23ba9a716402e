"""What the basket's page may say of delivery before anybody has said where they live: home, the cheapest way."""

from shop.cart import hints
from shop.delivery import selectors
from shop.delivery.places import HOME


def cheapest(weight: int, goods: int) -> hints.Hint | None:
    """The cheapest way home for so many grams and cents, and the sum from which one is free. One statement."""
    quotes = selectors.quotes(country=HOME, weight=weight, total=goods)
    if not quotes:
        return None
    best = min(quotes, key=lambda quote: quote.price)
    free_from = min((quote.free_from for quote in quotes if quote.free_from is not None), default=None)
    return hints.Hint(best.name, best.price, free_from)
