"""What pages show of what the merchant wrote."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Q

from catalog.sitemaps import Stop, in_languages
from shop import clock
from shop.content.models import HomeSlot, MenuItem, Page


@dataclass(frozen=True)
class MenuLink:
    """An entry as templates show it. `url` is empty for a mere title; `current` is the page one looks at."""

    label: str
    url: str
    current: bool = False
    children: list["MenuLink"] = field(default_factory=list)


@dataclass(frozen=True)
class Menus:
    """All menus: `main` (two levels), `top` (beside the announcement), `footer` (columns with children), `base`."""

    main: list[MenuLink]
    top: list[MenuLink]
    footer: list[MenuLink]
    base: list[MenuLink]


def menus(path: str = "", items: Sequence[MenuItem] | None = None) -> Menus:
    """All menus in the language of now, in one query. Entries whose page is a draft or category is hidden are left out.

    `path` is the address one looks at: an entry that leads there, or above it, is `current`. `items`: if at hand.
    """
    items = menu_items() if items is None else items
    by_parent: dict[int | None, list[MenuItem]] = {}
    for item in items:
        if item.is_open:
            by_parent.setdefault(item.parent_id, []).append(item)

    def links(parent: int | None, place: str) -> list[MenuLink]:
        found = (item for item in by_parent.get(parent, []) if item.place == place)
        return [link for item in found if (link := shown(item)) is not None]

    def shown(item: MenuItem) -> MenuLink | None:
        children = links(item.pk, item.place) if item.parent_id is None else []
        url = item.url
        if not url and not children:
            return None
        return MenuLink(label=item.words, url=url, current=leads_here(url), children=children)

    def leads_here(url: str) -> bool:
        bare = urlsplit(url).path
        return bool(bare and bare == url and path.startswith(bare) and bare.count("/") > 2)

    place = MenuItem.Place
    return Menus(
        main=links(None, place.MAIN),
        top=links(None, place.TOP),
        footer=links(None, place.FOOTER),
        base=links(None, place.BASE),
    )


def menu_items() -> list[MenuItem]:
    """The entries of all menus with what they lead to, in one query."""
    return list(MenuItem.objects.select_related("category", "page").order_by("position", "id"))


@dataclass(frozen=True)
class HomePlan:
    """What the home page shows now, in its order, and when the next slot of any kind begins or ends."""

    slots: list[HomeSlot]
    boundary: datetime | None


def home_plan(moment: datetime | None = None) -> HomePlan:
    """The slots whose time it is, and the next change of them, in one query; nothing that leads to something hidden.

    The line at the top of every page is not among them: `announcement`.
    """
    moment = moment or clock.now()
    rows = HomeSlot.objects.exclude(ends_at__lte=moment).select_related("category__picture", "page", "picture")
    found = list(rows.order_by("position", "id"))
    now = [slot for slot in found if slot.kind != HomeSlot.Kind.ANNOUNCE and _begun(slot, moment) and slot.is_open]
    return HomePlan(now, _boundary(found, moment))


def _begun(slot: HomeSlot, moment: datetime) -> bool:
    return slot.starts_at is None or slot.starts_at <= moment


def _boundary(slots: Sequence[HomeSlot], moment: datetime) -> datetime | None:
    """The nearest beginning or end still to come."""
    dates = [date for slot in slots for date in (slot.starts_at, slot.ends_at) if date is not None and date > moment]
    return min(dates, default=None)


def announcement(moment: datetime | None = None) -> HomeSlot | None:
    """The line at the top of every page, if there is one now: the first by position."""
    return frame_slots(moment).announcement


@dataclass(frozen=True)
class FrameSlots:
    """The slots that other pages than the home page show, and when the next of them begins or ends."""

    announcement: HomeSlot | None
    assurances: list[HomeSlot]
    boundary: datetime | None


def frame_slots(moment: datetime | None = None) -> FrameSlots:
    """The line at the top and the assurances, those of now, in one query."""
    moment = moment or clock.now()
    kinds = (HomeSlot.Kind.ANNOUNCE, HomeSlot.Kind.ASSURANCE)
    slots = HomeSlot.objects.filter(kind__in=kinds).exclude(ends_at__lte=moment).order_by("position", "id")
    found = list(slots.select_related("category", "page"))
    now = [slot for slot in found if slot.is_open and _begun(slot, moment)]
    return FrameSlots(
        announcement=next((slot for slot in now if slot.kind == HomeSlot.Kind.ANNOUNCE), None),
        assurances=[slot for slot in now if slot.kind == HomeSlot.Kind.ASSURANCE],
        boundary=_boundary(found, moment),
    )


def page(slug: str, *, drafts: bool = False) -> Page | None:
    """The page under this address in the language of now; drafts only for those who write them."""
    pages = Page.objects.all() if drafts else Page.objects.published()
    return pages.filter(slug=slug).first()


def page_of_role(role: str) -> Page | None:
    """The published page that the shop itself links to under this role (Page.Role); None where there is none."""
    return Page.objects.published().filter(role=role).first()


def page_of_other_language(slug: str) -> Page | None:
    """The published page that bears this address in another language, so that a wrong prefix still leads there."""
    return Page.objects.published().filter(Q(slug_fr=slug) | Q(slug_en=slug)).first()


def stops() -> list[Stop]:
    """The published pages of text, for the map that crawlers read."""
    pages = Page.objects.published()
    return [Stop(in_languages(page.get_absolute_url), page.changed_at) for page in pages]
