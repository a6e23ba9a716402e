"""The search page and the suggestions as one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.models import Category
from catalog.pictures.naming import Picture
from catalog.search import words
from catalog.search.finding import SearchResult
from catalog.search.finding import search as find
from catalog.search.suggestions import suggest as suggestions
from catalog.shelf import cards, listing
from catalog.shelf.question import PAGE, Question
from catalog.views.listed import shown
from catalog.views.questions import question
from shop import clock
from shop.pages import shared
from shop.pages.addresses import alternates

MOST_SHELVES, MOST_CARDS = 12, 8
SUGGESTIONS_KEPT = 60  # seconds, by the browser that asked


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was searched for, with the filters and sorts of every list; a page that helps when nothing was found."""
    typed, too_long = words.clean(request.GET.get("q", ""))
    asked = question(request.GET, typed)

    def build() -> shared.Built:
        result = find(typed, _language(), exact=asked.exact, count=PAGE)
        context = _found(result, asked) if result.total else _nothing_found()
        html = render_to_string("catalog/search.html", context | _frame(result, asked, too_long=too_long))
        answer = context.get("listing")
        return shared.Built(html, valid_until=answer.valid_until if answer else None)

    name = f"search/{too_long:d}{asked.address()}"
    return shared.respond(request, name=name, depends_on=["shelf", "content"], build=build)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Ways on from what was typed so far, for the list below the field (static/js/suggest.js)."""
    found = suggestions(request.GET.get("q", ""), _language())
    notes = {"category": _("Shelf"), "words": _("Search"), "product": ""}
    response = JsonResponse(
        {
            "suggestions": [
                {"label": one.label, "url": one.url, "note": notes[one.kind], "picture": _small(one.picture)}
                for one in found
            ]
        }
    )
    response["Cache-Control"] = f"private, max-age={SUGGESTIONS_KEPT}"
    return response


def _language() -> str:
    return (get_language() or "fr")[:2]


def _frame(result: SearchResult, asked: Question, *, too_long: bool) -> dict[str, Any]:
    here = reverse("catalog:search")
    query = asked.address()
    title = _("“%(words)s”") % {"words": result.asked} if result.asked else _("Search")
    return {
        "result": result,
        "query": result.asked,
        "too_long": too_long,
        "action": here,
        "path": here,
        "exact_address": f"{here}{asked.address(exact=True)}",
        "title": f"{title} | Ricochet",
        # Searches are endless and like lists that exist: search engines are sent to those.
        "noindex": True,
        "alternates": alternates(lambda: f"{reverse('catalog:search')}{query}"),
    }


def _found(result: SearchResult, asked: Question) -> dict[str, Any]:
    return shown(listing.answer(asked, result.items, ranked=result.ranked))


def _nothing_found() -> dict[str, Any]:
    """The shelves and what sold best; in a shop that has sold nothing yet, what the merchant puts forward."""
    shelves = Category.objects.filter(is_public=True, depth=1).order_by("path")[:MOST_SHELVES]
    now = clock.now()
    sold = cards.best_sellers(MOST_CARDS, now)
    return {"shelves": list(shelves), "have_sold": bool(sold), "offered": sold or cards.put_forward(MOST_CARDS, now)}


def _small(picture: Picture | None) -> str:
    return f"{picture['base']}-{picture['widths'][0]}.webp" if picture else ""
