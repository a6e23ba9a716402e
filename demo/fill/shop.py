"""The whole demo shop, in one transaction: either all of it stands, or nothing."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from catalog.models import Category, Product, ProductImage, ProductRecommendation
from catalog.shelf import refresh
from demo.fill.delivery import fill_delivery
from demo.fill.frame import fill_frame
from demo.fill.goods import GoodsWriter, drawing
from demo.fill.people import fill_people
from demo.fill.rows import Table, flush, texts
from demo.goods.kinship import goods
from demo.goods.pages import home_slots, menus, pages
from demo.goods.spec import MenuSpec, SlotSpec, Target
from shop import clock
from shop.content.models import HomeSlot, MenuItem, Page
from shop.pages import versions


def is_filled() -> bool:
    """Whether anybody, merchant or demo, has put goods into this shop."""
    return Product.objects.exists()


@transaction.atomic
def fill_shop() -> None:
    """Goods, texts, people and ways to deliver, for an empty shop. Pictures are drawn afterwards."""
    frame = fill_frame()
    _fill_goods(GoodsWriter(frame))
    _picture_categories(frame.categories)
    _fill_texts({code: Category.objects.get(pk=pk) for code, pk in frame.categories.items()})
    fill_people()
    fill_delivery()
    refresh.rebuild()
    versions.bump("catalog", "content", "delivery")


def _fill_goods(writer: GoodsWriter) -> None:
    numbers = {good.code: writer.add(good, position) for position, good in enumerate(goods())}
    writer.flush()
    kin = Table(ProductRecommendation)
    for good in goods():
        for rank, code in enumerate(good.related):
            kin.add(primary_id=numbers[good.code], recommendation_id=numbers[code], ranking=100 - rank)
    flush([kin])


def _picture_categories(numbers: dict[str, int]) -> None:
    """Each shelf is shown by the newest public good on it or below it that shows no other shelf yet."""
    newest = sorted((good for good in goods() if good.public), key=lambda good: good.days_on_sale)
    images = dict(ProductImage.objects.filter(display_order=0).values_list("drawn_from", "pk"))
    paths = {code: Category.objects.get(pk=pk).path for code, pk in numbers.items()}
    taken: set[str] = set()
    for code, pk in sorted(numbers.items(), key=lambda item: -len(paths[item[0]])):
        below = {other for other, path in paths.items() if path.startswith(paths[code])}
        fitting = [good for good in newest if below & set(good.categories)]
        good = next((good for good in fitting if good.code not in taken), fitting[0])
        taken.add(good.code)
        Category.objects.filter(pk=pk).update(picture=images[drawing(good.pictures[0])])


def _fill_texts(shelves: dict[str, Category]) -> None:
    made = {}
    for position, page in enumerate(pages()):
        words = texts(title=page.title, slug=page.slug, body=page.body, meta_description=page.description)
        role = page.code if page.code in Page.Role.values else ""
        made[page.code] = Page.objects.create(is_published=True, position=position, role=role, **words)

    def leads(target: Target) -> dict[str, Any]:
        return {
            "category": shelves.get(target.category),
            "page": made.get(target.page),
            "address": target.address,
        }

    for position, entry in enumerate(menus()):
        head = _menu_item(entry, position, leads(entry.target), None)
        for place, child in enumerate(entry.children):
            _menu_item(child, place, leads(child.target), head)
    images = dict(ProductImage.objects.values_list("drawn_from", "pk"))
    for position, slot in enumerate(home_slots()):
        _home_slot(slot, position, leads(slot.target), images)


def _menu_item(entry: MenuSpec, position: int, leads: dict[str, Any], parent: MenuItem | None) -> MenuItem:
    words = texts(label=entry.label) if entry.label else {}
    return MenuItem.objects.create(place=entry.place, position=position, parent=parent, **leads, **words)


def _home_slot(slot: SlotSpec, position: int, leads: dict[str, Any], images: dict[str, int]) -> HomeSlot:
    today = clock.start_of(clock.today())
    days = {
        name: None if day is None else today + timedelta(days=day)
        for name, day in (("starts_at", slot.start_day), ("ends_at", slot.end_day))
    }
    return HomeSlot.objects.create(
        kind=slot.kind,
        icon=slot.icon,
        position=position,
        picture_id=images["/".join(map(str, slot.picture))] if slot.picture else None,
        **days,
        **leads,
        **texts(title=slot.title, text=slot.text, action=slot.action),
    )
