"""Makes the shop large: products and persons by the hundred thousand, deterministic, with the demo's own pictures."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import TextIOBase
from time import perf_counter
from zlib import crc32

from django.core.management.base import OutputWrapper
from django.db import connection, transaction

from catalog.models import Product, ProductImage, ShelfItem, ShelfTerm
from catalog.shelf import refresh
from demo.fill.frame import read_frame
from demo.fill.goods import GoodsWriter
from demo.fill.progress import Progress
from demo.fill.rows import Table, flush
from demo.goods.cast import people
from demo.goods.kinship import goods
from demo.goods.spec import Both, GoodSpec, VariantSpec
from demo.goods.typography import HARD, slug
from demo.goods.words import TEXTS
from shop.people.models import Person

Out = OutputWrapper | TextIOBase
BATCH = 1_000
MOST_VARIANTS = 4
PICTURES = 2
SHELVED = (ShelfItem, ShelfTerm)


@cache
def places() -> tuple[str, ...]:
    """Towns and harbours after which the many are named."""
    return tuple((TEXTS / "places.txt").read_text(encoding="utf-8").split("\n")[:-1])


def variation(number: int) -> GoodSpec:
    """The good of this number (from 0): one of the demo's, named after a place, with its own price, stock and age."""
    good = goods()[number % len(goods())]
    turn = number // len(goods())
    place, lap = places()[turn % len(places())], turn // len(places()) + 1
    title = Both(
        f"{good.title.fr}, {place}" + (f" n°{HARD}{lap}" if lap > 1 else ""),
        f"{good.title.en}, {place}" + (f" no.{HARD}{lap}" if lap > 1 else ""),
    )
    mark = crc32(f"{good.code}/{turn}".encode())
    return replace(
        good,
        code=f"{good.code}-{turn}",
        title=title,
        slug=Both(slug(title.fr), slug(title.en)),
        variants=tuple(_variants(good.variants, turn, mark)),
        days_on_sale=mark % 1_100,
        story=None,
        story_by="",
    )


def _variants(variants: tuple[VariantSpec, ...], turn: int, mark: int) -> Iterator[VariantSpec]:
    """At most four, a few euros up or down, some gone."""
    step = -(-len(variants) // MOST_VARIANTS)
    for variant in variants[::step]:
        shift = (mark % 9 - 4) * max(variant.price_cents // 2_000, 1) * 50
        left = crc32(f"{variant.sku}/{turn}".encode())
        yield replace(
            variant,
            sku=f"{variant.sku}-{turn}",
            price_cents=variant.price_cents + shift,
            cost_cents=variant.cost_cents + shift // 3,
            stock=0 if left % 37 == 0 else left % 4 if left % 11 == 0 else 4 + left % 80,
        )


def add_products(target: int, out: Out) -> int:
    """Add products until there are `target`; returns how many rows were written, shelf included."""
    have = Product.objects.exclude(structure=Product.CHILD).count()
    if have >= target:
        out.write(f"There are {have} products already.")
        return 0
    began, written = perf_counter(), 0
    cuts = dict(ProductImage.objects.exclude(stem="").values_list("drawn_from", "widths"))
    frame, progress = read_frame(), Progress("products added", target - have)
    for start in range(have, target, BATCH):
        numbers = range(start, min(start + BATCH, target))
        with transaction.atomic():
            writer = GoodsWriter(frame, cuts)
            made = [writer.add(variation(number), number, PICTURES) for number in numbers]
            written += writer.flush()
        refresh.refresh(made)
        written += sum(_count(model, made) for model in SHELVED)
        progress.step(len(made))
    took = perf_counter() - began
    progress.close(f"{written} rows, {written / took:.0f} rows/s")
    _analyse()
    return written


def add_persons(target: int, out: Out) -> int:
    """Add persons until there are `target`; returns how many were written."""
    have = Person.objects.count()
    if have >= target:
        out.write(f"There are {have} persons already.")
        return 0
    began, cast = perf_counter(), people()
    progress = Progress("persons added", target - have)
    for start in range(have, target, 10 * BATCH):
        table = Table(Person)
        numbers = range(start, min(start + 10 * BATCH, target))
        for number in numbers:
            one, other = cast[number % len(cast)], cast[(number // len(cast)) % len(cast)]
            table.add(
                key=uuid.uuid5(uuid.NAMESPACE_URL, f"person/{number}"),
                name=f"{one.name.split(' ')[0]} {other.name.split(' ', 1)[1]}",
                email=f"{one.email.split('@')[0].split('.')[0]}.{number}@example.org",
                town=other.town,
                language=one.language,
            )
        with transaction.atomic():
            flush([table])
        progress.step(len(numbers))
    progress.close(f"{(target - have) / (perf_counter() - began):.0f} rows/s")
    return target - have


def _count(model: type[ShelfItem] | type[ShelfTerm], made: list[int]) -> int:
    field = "pk" if model is ShelfItem else "item"
    return model._default_manager.filter(**{f"{field}__gte": made[0], f"{field}__lte": made[-1]}).count()


def _analyse() -> None:
    """The database knows how large its tables have become."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
