"""What Celery does for the demo shop. Every task may run twice."""

from celery import shared_task

from catalog.pictures.cutting import WIDTHS
from catalog.shelf import refresh
from demo.fill import pictures


@shared_task
def draw_pictures(keys: list[str]) -> int:
    """Draw these pictures in all widths and refresh the cards that show them; returns how many cards changed."""
    products: set[int] = set()
    for key in keys:
        products |= pictures.note(key, pictures.draw(key, WIDTHS))
    refresh.refresh(sorted(products))
    return len(products)
