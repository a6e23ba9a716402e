"""Every address of the shop, told from the table of contents, with things that exist put into it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests import factories as make

# What stands in the places of an address: something that exists, so that the page behind it is reached.
FILLED = {
    "slug": "affiche-phare",
    "path": "affiches",
    "name": "categories",
    "pk": "1",
    "id": "1",
    "object_id": "1",
    "app_label": "catalogue",
    "content_type_id": "1",
    "url": "x",
    "uidb36": "1",
    "key": "abc-def",
    "session_id": "1",
}


def furnish() -> None:
    """A small shop behind the addresses: a category, a product with pictures, a content page."""
    category = make.category("Affiches", "Prints")
    product = make.product("Affiche Phare", "Lighthouse print", categories=[category])
    make.picture(product)
    make.picture(product)
    for number in range(3):
        make.product(f"Mug {number}", f"Mug {number}", categories=[category])


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Each route as text with its view, the languages written out as French."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def public() -> list[str]:
    """Pages that everybody may see, in both languages."""
    both = [
        "",
        "c/affiches/",
        "p/affiche-phare/",
        "search/",
        "search/?q=phare",
        "search/?q=pahre",
        "search/?q=zzzzzz",
        "account/login/",
        "account/signup/",
        "account/password/reset/",
        "nothing-here/",
    ]
    english = {"c/affiches/": "c/prints/", "p/affiche-phare/": "p/lighthouse-print/"}
    return [f"/fr/{path}" for path in both] + [f"/en/{english.get(path, path)}" for path in both]
