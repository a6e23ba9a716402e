"""The home page, and pages of text."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shop.content import home as front
from shop.content import selectors
from shop.pages import shared, structured
from shop.pages.addresses import absolute, alternates


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page: one shared part a language, until the next slot begins or ends or something stops being new."""

    def build() -> shared.Built:
        context = front.context()
        here = reverse("content:home")
        context |= {
            "path": here,
            "canonical": absolute(here),
            "alternates": alternates(lambda: reverse("content:home")),
            "structured": structured.house(here, _search()),
        }
        boundaries = [card.boundary for section in context["sections"] for card in section.cards]
        for boundary in (*boundaries, context["boundary"]):
            shared.right_until(boundary)
        return shared.Built(render_to_string("content/home.html", context))

    return shared.respond(request, name="home", depends_on=["shelf", "content"], build=build)


def _search() -> str:
    try:
        return reverse("catalog:search")
    except NoReverseMatch:
        return ""


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A published page; staff who ask for a preview (?preview) see a draft as well."""
    preview = "preview" in request.GET and request.user.is_authenticated and request.user.is_staff
    found = selectors.page(slug, drafts=preview)
    if found is None:
        other = selectors.page_of_other_language(slug)
        if other is None or other.slug == slug:
            raise Http404
        return redirect(other, permanent=True)
    context = {
        "page": found,
        "preview": preview and not found.is_published,
        "title": f"{found.title} | Ricochet",
        "description": found.meta_description,
        "canonical": absolute(found.get_absolute_url()),
        "alternates": alternates(lambda: found.get_absolute_url() if found.slug else ""),
        "crumbs": [{"label": _("Home"), "url": reverse("content:home")}, {"label": found.title, "url": ""}],
    }
    response = render(request, "content/page.html", context)
    if preview:
        response["Cache-Control"] = "no-store, private"
    return response
