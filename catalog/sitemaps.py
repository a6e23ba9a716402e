"""The map of the shop for search engines: every public page in every language, with its pictures.

Rooms above add their own pages with `register`. Files of at most 5,000 products, so that a shop of 100,000 is read
in steps (the protocol allows 50,000 addresses and 50 MB a file).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from catalog.models import Category, ShelfItem

FILE = 5_000
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Stop:
    """One page of the map: its address by language (path only), when it changed, its pictures (paths)."""

    paths: dict[str, str]
    changed: datetime | None = None
    pictures: list[str] = field(default_factory=list)


_more: dict[str, Callable[[], list[Stop]]] = {}


def register(name: str, stops: Callable[[], list[Stop]]) -> None:
    """Put further pages on the map, under a name of their own."""
    _more[name] = stops


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of files."""
    files = ["categories", *sorted(_more)]
    files += [f"products-{number}" for number in range(1, ceil(ShelfItem.objects.count() / FILE) + 1)]
    locations = [settings.SITE_URL + reverse("sitemap-file", args=[name]) for name in files]
    return render(request, "seo/sitemap-index.xml", {"locations": locations}, content_type="application/xml")


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    """One file; unknown ones are 404."""
    kind, _dash, number = name.partition("-")
    if name == "categories":
        stops = _categories()
    elif name in _more:
        stops = _more[name]()
    elif kind == "products" and number.isdigit() and len(number) < 6 and int(number):
        stops = _products(int(number))
    else:
        raise Http404
    entries = [entry for stop in stops for entry in _entries(stop)]
    return render(request, "seo/sitemap.xml", {"entries": entries}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: all that is public, no filtered lists, no account."""
    prefixes = [f"/{language}" for language in LANGUAGES]
    hidden = [f"{prefix}/{part}/" for prefix in prefixes for part in ("account", "basket", "checkout", "search")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ["/admin/", "/r/", *hidden])]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def in_languages(path: Callable[[], str]) -> dict[str, str]:
    """The address that `path` gives in each language."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = path()
    return found


def _entries(stop: Stop) -> list[dict[str, object]]:
    """Each language's page with all its counterparts; French stands for readers of any other language."""
    alternates = [(language, settings.SITE_URL + path) for language, path in stop.paths.items()]
    alternates.append(("x-default", settings.SITE_URL + stop.paths[LANGUAGES[0]]))
    pictures = [path if "://" in path else settings.SITE_URL + path for path in stop.pictures]
    return [
        {"location": settings.SITE_URL + path, "changed": stop.changed, "alternates": alternates, "pictures": pictures}
        for path in stop.paths.values()
    ]


def _categories() -> list[Stop]:
    home = Stop({language: f"/{language}/" for language in LANGUAGES})
    rows = Category.objects.filter(is_public=True, ancestors_are_public=True).order_by("path")
    return [home, *(Stop(in_languages(row.get_absolute_url)) for row in rows)]


def _products(number: int) -> list[Stop]:
    """Told from the shelf alone. The addresses are put together from one pattern: reversing 5,000 takes seconds."""
    start = (number - 1) * FILE
    rows = list(ShelfItem.objects.order_by("pk")[start : start + FILE])
    if not rows:
        raise Http404
    pattern = in_languages(lambda: reverse("catalog:product", kwargs={"slug": "SLUG"}))
    return [
        Stop(
            {code: pattern[code].replace("SLUG", getattr(item, f"slug_{code}")) for code in LANGUAGES},
            item.refreshed_at,
            [f"{shot['base']}-{max(shot['widths'])}.webp" for shot in (item.picture, item.other_picture) if shot],
        )
        for item in rows
    ]
