"""Lists: a category with its filters."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import selectors
from catalog.shelf import listing
from catalog.shelf.question import Question
from catalog.views.listed import shown
from catalog.views.questions import question
from shop.pages import shared, structured
from shop.pages.addresses import absolute, alternates


@require_safe
def category(request: HttpRequest, path: str) -> HttpResponse:
    """A category's products. An address it once had redirects (301); a page past the end is the last one."""
    asked = question(request.GET)

    def build() -> shared.Built:
        found = selectors.category_page(path)
        if found is None:
            raise Http404
        context = _context(found, asked)
        html = render_to_string("catalog/category.html", context)
        return shared.Built(html, valid_until=context["listing"].valid_until)

    try:
        return shared.respond(
            request, name=f"category/{path}{asked.address()}", depends_on=["shelf", "content"], build=build
        )
    except Http404:
        moved = selectors.moved_to(get_language() or "", path, category=True)
        if moved is None:
            raise
        return redirect(moved, permanent=True)


def _context(page: selectors.CategoryPage, asked: Question) -> dict[str, Any]:
    found = page.category
    answer = listing.answer(asked, listing.in_category(found.pk))
    here = found.get_absolute_url()
    steps = [(_("Home"), reverse("content:home")), *((place.name, place.url) for place in page.place)]
    steps.append((found.name, here))
    query = answer.question.address()
    description = found.meta_description or strip_tags(found.description or "")
    return shown(answer) | {
        "category": found,
        "children": page.children,
        "path": here,
        "title": f"{found.meta_title or found.name} | Ricochet",
        "description": description[:200],
        # Filtered lists are many and alike: search engines are sent to the whole one.
        "canonical": absolute(here if asked.is_filtered else here + Question(page=answer.question.page).address()),
        "alternates": alternates(lambda: f"{found.get_absolute_url()}{query}"),
        "crumbs": [{"label": label, "url": url} for label, url in steps],
        "structured": [structured.trail(steps)],
        "action": here,
    }
