"""Draws the demo's pictures and cuts their widths. The first of each product before the shop opens, the rest behind it.

A drawing is named by its key ("mug/vagues/rivage/0"); several products may show the same one. What lies on disk
already is never drawn again.
"""

import multiprocessing
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from io import BytesIO

import django
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from catalog.models import ProductImage
from catalog.pictures.cutting import FIRST_WIDTHS, FORMATS, WIDTHS, cut
from catalog.shelf import refresh
from demo import art
from demo.fill.goods import stem_of
from demo.fill.progress import Progress
from demo.fill.rows import texts
from demo.goods.pages import home_slots
from demo.goods.typography import both
from shop import clock
from shop.content.models import HomeSlot
from shop.content.services import cut_upload

SIDE = 1200
BATCH = 5  # drawings a task: a few seconds of work
HERO_ALT = both(
    "Une étagère claire : affiche à la mer bleue, mug à vagues, boîtes à thé, coussin aux voiliers",
    "A pale shelf: a print of a blue sea, a mug with waves, tea tins, a cushion with sailing boats",
)


def draw(key: str, widths: tuple[int, ...]) -> list[int]:
    """Draw one picture, no larger than needed, and cut these widths; returns the widths now on disk."""
    if not on_disk(key, widths):
        thing, motif, mood, view = key.split("/")
        cut(art.picture(thing, motif, mood, int(view), size=max(widths)), stem_of(key), widths)
    return [width for width in WIDTHS if on_disk(key, (width,))]


def on_disk(key: str, widths: Collection[int]) -> bool:
    return all(default_storage.exists(f"{stem_of(key)}-{width}.{kind}") for width in widths for kind in FORMATS)


def note(key: str, widths: list[int]) -> set[int]:
    """Write the widths to every row that shows this drawing; returns the products whose cards change."""
    rows = ProductImage.objects.filter(drawn_from=key)
    done = clock.now() if set(WIDTHS) <= set(widths) else None
    products = set(rows.exclude(widths=widths).values_list("product_id", flat=True))
    rows.update(stem=stem_of(key), widths=widths, width=SIDE, height=SIDE, cut_at=done)
    return products


def first_keys() -> list[str]:
    """What must be seen when the shop opens: the first picture of each product, and those of the home page."""
    firsts = ProductImage.objects.filter(display_order=0).exclude(drawn_from="")
    keys = dict.fromkeys(firsts.order_by("pk").values_list("drawn_from", flat=True))
    keys |= dict.fromkeys("/".join(map(str, slot.picture)) for slot in home_slots() if slot.picture)
    known = set(ProductImage.objects.filter(drawn_from__in=keys).values_list("drawn_from", flat=True))
    return [key for key in keys if key in known and not _has(key, FIRST_WIDTHS)]


def rest_keys() -> list[str]:
    """What is still missing, in the order in which visitors will look: second views, large firsts, third views."""
    rank = {1: 0, 0: 1}
    rows = ProductImage.objects.exclude(drawn_from="").values_list("drawn_from", "widths", "display_order")
    missing = {key: rank.get(order, order) for key, widths, order in rows if not set(WIDTHS) <= set(widths)}
    return sorted(missing, key=lambda key: (missing[key], key))


def batches(keys: list[str]) -> list[list[str]]:
    return [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]


def draw_first(processes: int = 2) -> int:
    """Draw the first pictures in two widths, side by side in processes; returns how many."""
    keys = first_keys()
    progress, products = Progress("pictures drawn", len(keys)), set()
    for key, widths in _drawn(keys, processes):
        products |= note(key, widths)
        progress.step()
    progress.close()
    refresh.refresh(sorted(products))
    return len(keys)


def draw_hero() -> None:
    """The wide picture of the home page, as if the merchant had uploaded it."""
    for slot in HomeSlot.objects.filter(kind=HomeSlot.Kind.HERO, upload=""):
        buffer = BytesIO()
        art.hero(SIDE).save(buffer, "WEBP", quality=92)
        for column, words in texts(alt=HERO_ALT).items():
            setattr(slot, column, words)
        slot.upload.save("hero.webp", ContentFile(buffer.getvalue()))
        cut_upload(slot)


def _has(key: str, widths: tuple[int, ...]) -> bool:
    known = ProductImage.objects.filter(drawn_from=key).values_list("widths", flat=True)
    return all(set(widths) <= set(have) for have in known)


def _drawn(keys: list[str], processes: int) -> Iterator[tuple[str, list[int]]]:
    if processes < 2 or len(keys) < 8:
        yield from ((key, draw(key, FIRST_WIDTHS)) for key in keys)
        return
    # Fresh processes, not forked ones: a fork would share this one's database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=django.setup) as pool:
        waiting = {pool.submit(draw_first_widths, key): key for key in keys}
        for future in as_completed(waiting):
            yield waiting[future], future.result()


def draw_first_widths(key: str) -> list[int]:
    """What a process of the pool does."""
    return draw(key, FIRST_WIDTHS)
