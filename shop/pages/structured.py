"""What pages tell search engines about themselves, in the words of schema.org."""

from collections.abc import Iterable
from typing import Any

from shop.pages.addresses import absolute

CONTEXT = "https://schema.org"


def trail(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Breadcrumbs: (name, address) from the home page down to this one."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(url)}
            for place, (name, url) in enumerate(steps, 1)
        ],
    }


def house(home: str, search: str = "") -> list[dict[str, Any]]:
    """The shop itself and its site, with the address of its search if there is one."""
    site: dict[str, Any] = {"@context": CONTEXT, "@type": "WebSite", "name": "Ricochet", "url": absolute(home)}
    if search:
        site["potentialAction"] = {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute(search)}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        }
    organization = {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": "Ricochet",
        "url": absolute("/"),
        "logo": absolute("/static/img/icon-512.png"),
    }
    return [organization, site]
