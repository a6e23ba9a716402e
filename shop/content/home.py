"""The home page: slots in the merchant's order, neighbours of one kind together, with the goods they show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from catalog import selectors as catalog
from catalog.pictures.naming import Picture, picture_of
from catalog.shelf import cards as goods
from shop import clock
from shop.content import selectors
from shop.content.models import HomeSlot

GOODS = 4
TILES = 5
Kind = HomeSlot.Kind


@dataclass(frozen=True)
class Tile:
    """A category with the picture that stands for it."""

    label: str
    url: str
    picture: Picture


@dataclass(frozen=True)
class Section:
    """A piece of the page. `slots` are one or more of the same kind; the rest is what that kind needs."""

    kind: str
    slots: list[HomeSlot]
    cards: list[goods.Card] = field(default_factory=list)
    tiles: list[Tile] = field(default_factory=list)
    is_chosen: bool = False

    @property
    def slot(self) -> HomeSlot | None:
        return self.slots[0] if self.slots else None


def sections(slots: Sequence[HomeSlot], now: datetime) -> list[Section]:
    """The page in order. A shop in which nobody has written anything yet still shows its goods."""
    if not slots:
        return [
            Section(Kind.NEW, [], cards=goods.newest(GOODS, now)),
            Section(Kind.SHELF, [], tiles=_first_tiles()),
            _best([], now, ()),
        ]
    found: list[Section] = []
    for kind, group in groupby(slots, key=lambda slot: slot.kind):
        members = list(group)
        if kind == Kind.NEW:
            found.append(Section(kind, members, cards=goods.newest(GOODS, now)))
        elif kind == Kind.BEST:
            shown = tuple(card.id for section in found for card in section.cards)
            found.append(_best(members, now, shown))
        elif kind == Kind.SHELF:
            found.append(Section(kind, members, tiles=[_tile(slot) for slot in members if slot.category]))
        elif kind in (Kind.ASSURANCE, Kind.LETTER):
            found.append(Section(kind, members))
        else:
            found += [Section(kind, [slot]) for slot in members]
    return found


def _best(slots: list[HomeSlot], now: datetime, but: tuple[int, ...]) -> Section:
    """The best sellers; while too few have sold, what the house itself puts forward, and said so."""
    sold = goods.best_sellers(GOODS, now, but=but)
    if len(sold) == GOODS:
        return Section(Kind.BEST, slots, cards=sold)
    return Section(Kind.BEST, slots, cards=goods.put_forward(GOODS, now, but=but), is_chosen=True)


def _tile(slot: HomeSlot) -> Tile:
    picture = slot.picture or (slot.category.picture if slot.category else None)
    return Tile(slot.title or slot.target_name, slot.url, picture_of(picture))


def _first_tiles() -> list[Tile]:
    return [
        Tile(shelf.name, shelf.get_absolute_url(), picture_of(shelf.picture)) for shelf in catalog.shelves()[:TILES]
    ]


def context() -> dict[str, Any]:
    """Everything of the page but its addresses. `hero` is taken out of the sections: it opens the page.

    `boundary`: when the next slot begins or ends.
    """
    now = clock.now()
    plan = selectors.home_plan(now)
    found = sections(plan.slots, now)
    hero = next((section for section in found if section.kind == Kind.HERO), None)
    return {
        "hero": hero.slot if hero else None,
        "sections": [section for section in found if section is not hero],
        "boundary": plan.boundary,
        "title": _("Ricochet, pictures to live with"),
        "description": _("Posters, mugs, notebooks and textiles with a picture, drawn and printed in Nantes."),
    }
