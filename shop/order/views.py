"""A buyer's orders: their list, one of them, and one opened by a link from a mail."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.accounts.models import User
from shop.order import doors, selectors
from shop.order.models import Order
from shop.order.sheets import sheet
from shop.pages import addresses
from shop.people.models import Person
from shop.people.services import person_for_user

A_PAGE = 10


@never_cache
@login_required
@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    """The signed-in person's orders, newest first. Four statements whatever their number, and the page's frame."""
    pages = Paginator(selectors.of_person(_person(request)), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "orders": selectors.glances(page.object_list),
        "page": page,
        "menu_key": "orders",
        "alternates": addresses.alternates(lambda: reverse("order:list")),
    }
    return render(request, "order/list.html", context)


@never_cache
@login_required
@require_safe
def own(request: HttpRequest, number: str) -> HttpResponse:
    """One of the person's own orders; that of anybody else is not found."""
    order = selectors.of_person(_person(request)).filter(number=number.upper()).first()
    if order is None:
        raise Http404
    return _page(request, order, "order:detail", number=order.number)


@never_cache
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The order behind a link. Unknown, expired and taken back look alike."""
    order = selectors.by_link(token)
    if order is None:
        return _private(render(request, "order/closed.html", {"noindex": True}, status=404))
    return _page(request, order, "order:guest", token=token)


def _page(request: HttpRequest, order: Order, name: str, **kwargs: str) -> HttpResponse:
    context = {
        "sheet": sheet(order),
        "order": order,
        "sections": doors.sections.show(request, order),
        "is_own": name == "order:detail",
        "menu_key": "orders",
        "noindex": True,
        "alternates": addresses.alternates(lambda: reverse(name, kwargs=kwargs)),
    }
    return _private(render(request, "order/order.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    """An address that opens something is not indexed and not told to other sites."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _person(request: HttpRequest) -> Person:
    return person_for_user(user=cast(User, request.user), language=(get_language() or "fr")[:2])
