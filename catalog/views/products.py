"""The page of a product, one shared part per variant that has been asked for."""

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
from catalog.selectors import ProductPage, Variant
from catalog.structured import product_data
from catalog.views import choosing
from shop.pages import shared, structured
from shop.pages.addresses import absolute, alternates


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """A product; `?v=` names the variant. Chosen options (`?size=a3`, a form without script) lead to their variant."""
    try:
        return _answer(request, choosing.Address(slug))
    except choosing.Changed:
        return _answer(request, choosing.Address(slug, again=True))


def _answer(request: HttpRequest, address: choosing.Address) -> HttpResponse:
    known = address.known
    if known is None:
        moved = selectors.moved_to(get_language() or "", address.slug, category=False)
        if moved is None:
            raise Http404
        return redirect(moved, permanent=True)
    wanted = known.options(request.GET)
    if wanted:
        page = address.page()
        return redirect(_address(page, choosing.nearest(page, wanted)))
    code = known.variant(request.GET)

    def build() -> shared.Built:
        page = address.page()
        context = _context(page, page.variant(code), is_named=bool(code))
        html = render_to_string("catalog/product.html", context)
        for card in page.related:
            shared.right_until(card.boundary)
        return shared.Built(html)

    name = f"product/{known.id}/{address.slug}/{code}"
    return shared.respond(request, name=name, depends_on=selectors.product_versions(known.id), build=build)


def _address(page: ProductPage, variant: Variant) -> str:
    """The variant's own address; a product without a choice has only the one."""
    here = page.product.get_absolute_url()
    return f"{here}?v={variant.code}" if len(page.variants) > 1 else here


def _context(page: ProductPage, variant: Variant, *, is_named: bool) -> dict[str, Any]:
    found = page.product
    here = _address(page, variant) if is_named else found.get_absolute_url()
    steps = [(_("Home"), reverse("content:home")), *((place.name, place.url) for place in page.place)]
    steps.append((found.title, found.get_absolute_url()))
    shots = sorted(page.shots, key=lambda shot: shot.id != variant.picture_id)
    first = shots[0].picture if shots else None
    return {
        "page": page,
        "product": found,
        "variant": variant,
        "shots": shots,
        "story_shot": shots[-1] if len(shots) > 1 else None,
        "axes": choosing.axes(page, variant),
        "stock": choosing.stock_words(variant),
        "bucket": choosing.bucket(variant),
        "variants": choosing.for_script(page, _address),
        "path": steps[-2][1],
        "title": f"{found.meta_title or found.title} | Ricochet",
        "description": (found.meta_description or strip_tags(found.description or "") or found.summary)[:200],
        "canonical": absolute(here),
        "alternates": alternates(lambda: _address(page, variant) if is_named else found.get_absolute_url()),
        "crumbs": [{"label": label, "url": url} for label, url in steps],
        "picture": absolute(f"{first['base']}-{first['widths'][-1]}.webp") if first else "",
        "structured": [product_data(page, _address), structured.trail(steps)],
    }
