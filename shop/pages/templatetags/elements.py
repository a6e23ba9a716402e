"""What the elements in templates/elements/ need beyond including one another."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, cos, pi, sin
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from heroicons import IconDoesNotExist
from heroicons.templatetags.heroicons import heroicon_outline

from shop.pages.memory import Memory
from shop.pages.money import NO_BREAK, euros, in_french, plain_euros

register = template.Library()

ICON: dict[str, Any] = {"class": "icon"}
# Three growing arcs, all standing on y = 76: centre, half width and height of each, and the same as a path.
ARCS = ((25, 17, 17), (73, 31, 34), (150, 46, 60))
WAY = "M8,76A17,17 0 0 1 42,76A31,34 0 0 1 104,76A46,60 0 0 1 196,76"


register.filter(euros)
register.filter(plain_euros)


@register.filter
def per_cent(thousandths: int) -> str:
    """A rate in thousandths as the page's reader writes it: 200 → "20 %", 55 → "5,5 %", "5.5%"."""
    figures = number_format(thousandths / 10, decimal_pos=1 if thousandths % 10 else 0, use_l10n=True)
    return f"{figures}{NO_BREAK if in_french() else ''}%"


@register.filter
def reduction(thing: Any) -> str:
    """By how many per cent `thing.price` lies below `thing.prior`, never said larger than it is: "−15 %"."""
    share = 100 - ceil(100 * thing.price / thing.prior)
    return f"−{share}{NO_BREAK if in_french() else ''}%"


@register.simple_tag
def outline(name: str) -> str:
    """The Heroicons outline of this name; empty when there is none."""
    try:
        return heroicon_outline(str(name), size=24, **ICON)
    except IconDoesNotExist:
        return ""


@register.filter
def as_input(field: BoundField) -> SafeString:
    """The field's widget with the class of our inputs."""
    classes = f"input {field.field.widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs={"class": classes})


@register.filter
def largest(image: Mapping[str, Any]) -> str:
    """The address of a picture's widest cut."""
    return f"{image['base']}-{max(image['widths'])}.webp"


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """Data for search engines. Not a script that runs, but it must not end the element it stands in either."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.inclusion_tag("elements/pagination.html")
def pager(listing: Any) -> dict[str, Any]:
    """The pages of a catalog.shelf.listing.Listing: both ends, this page and one on each side."""
    page, last = listing.question.page, listing.pages
    shown = [n for n in range(1, last + 1) if n in (1, last) or abs(n - page) <= 1]
    steps: list[dict[str, Any]] = []
    for number in shown if last > 1 else []:
        if steps and number - steps[-1]["number"] > 1:
            steps.append({"number": 0})
        steps.append({"number": number, "address": _address(listing, number)})
    return {
        "page": page,
        "steps": steps,
        "before": _address(listing, page - 1) if page > 1 else None,
        "after": _address(listing, page + 1) if page < last else None,
    }


@register.inclusion_tag("elements/stars.html")
def stars(rating: float, count: int, href: str = "") -> dict[str, Any]:
    """A rating from 0 to 5 stars, with how many gave one."""
    return {"note": number_format(rating, 1), "share": f"{rating * 20:.0f}", "count": count, "href": href}


@register.inclusion_tag("elements/arcs.html")
def arcs(value: int | None, label: str = "") -> dict[str, Any]:
    """Progress from 0 to 100 on three growing hops; None while nobody knows how long it takes."""
    if value is None:
        return {"value": None, "way": WAY}
    value = max(0, min(100, value))
    x, y = _stone(value)
    return {"value": value, "label": label, "way": WAY, "x": f"{x:.1f}", "y": f"{y:.1f}"}


@register.inclusion_tag("elements/picture.html")
def picture(image: Mapping[str, Any], sizes: str = "100vw", eager: bool = False, alt: str = "") -> dict[str, Any]:
    """A picture from its catalog.pictures.naming.Picture; without any (none cut yet) an empty pale ground."""
    if not image:
        return {}
    base, widths = image["base"], sorted(image["widths"])

    def cuts(kind: str) -> str:
        return ", ".join(f"{base}-{width}.{kind} {width}w" for width in widths)

    middle = next((width for width in widths if width >= 640), widths[-1])
    return {
        "src": f"{base}-{middle}.webp",
        "avif": cuts("avif"),
        "webp": cuts("webp"),
        "width": image["width"],
        "height": image["height"],
        "sizes": sizes,
        "eager": eager,
        "alt": alt,
    }


@register.inclusion_tag("elements/preload.html")
def preload(image: Mapping[str, Any], sizes: str = "100vw") -> dict[str, Any]:
    """For the head: fetch the first large picture before the style sheet has been read."""
    return picture(image, sizes)


def _address(listing: Any, number: int) -> str:
    # An empty address would be the page with its query: a lone "?" is the page without.
    return listing.question.address(page=number) or "?"


def _stone(value: int) -> tuple[float, float]:
    """Where the stone is when `value` per cent of the way are done; each arc's length by Ramanujan's formula."""
    lengths = [pi * (3 * (a + b) - ((3 * a + b) * (a + 3 * b)) ** 0.5) / 2 for _, a, b in ARCS]
    way = sum(lengths) * value / 100
    for (middle, a, b), length in zip(ARCS, lengths, strict=True):
        if way <= length or middle == ARCS[-1][0]:
            angle = pi * (1 - min(way / length, 1))
            return middle + a * cos(angle), 76 - b * sin(angle)
        way -= length
    raise AssertionError("the last arc takes what is left")


@dataclass(frozen=True)
class _Drawn:
    html: SafeString

    @property
    def size(self) -> int:
        return 2 * len(self.html)


# Cards as this process has drawn them: a list of things seen elsewhere is put together from what is there.
_cards: Memory[_Drawn] = Memory(32 * 1024 * 1024)


@register.simple_tag
def card(card: Any, sizes: str = "", level: int | str = 3, eager: bool = False) -> SafeString:
    """elements/card.html for a catalog.shelf.cards.Card, drawn once for each state of its shelf row."""
    if card.made_at is None:
        return render_to_string("elements/card.html", {"card": card, "sizes": sizes, "level": level, "eager": eager})
    key = f"{get_language()}|{card.id}|{card.made_at.timestamp()}|{card.is_new}|{sizes}|{level}|{eager}"
    if (drawn := _cards.get(key)) is None:
        html = render_to_string("elements/card.html", {"card": card, "sizes": sizes, "level": level, "eager": eager})
        drawn = _Drawn(html)
        _cards.put(key, drawn)
    return drawn.html


TICK = (
    '<label class="tick"><input type="checkbox" id="f-{0}-{1}" name="{0}" value="{1}"{2}>'
    '<span>{3}</span><span class="facets__count">{4}</span></label>'
)
SWATCH = (
    '<label class="swatch" title="{5}"><input type="checkbox" id="f-{0}-{1}" name="{0}" value="{1}"{2}>'
    '<svg class="swatch__dot" viewBox="0 0 10 10" preserveAspectRatio="none" aria-hidden="true">'
    '<rect width="10" height="10" fill="{6}" /></svg><span>{3}</span></label>'
)
PLAIN_SWATCH = "#85817a"


@register.simple_tag
def choices(facet: Any) -> SafeString:
    """The options of a catalog.shelf.listing.Facet. A list has a hundred: templates would take half its time."""
    row = SWATCH if facet.swatches else TICK
    return mark_safe("".join(_choice(row, facet.code, choice) for choice in facet.choices))


def _choice(row: str, code: str, choice: Any) -> str:
    state = SafeString(" checked" if choice.chosen else " disabled" if choice.disabled else "")
    title = ""
    if row is SWATCH:
        title = ngettext("%(n)s product", "%(n)s products", choice.count) % {"n": choice.count}
    return format_html(row, code, choice.code, state, choice.label, choice.count, title, choice.swatch or PLAIN_SWATCH)
