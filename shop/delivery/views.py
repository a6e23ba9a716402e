"""The two pieces of the checkout that change with country and postcode. They work without a checkout around them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.cart import services as cart
from shop.delivery import choosing


@require_safe
@never_cache
def options(request: HttpRequest) -> HttpResponse:
    """Ways to deliver the visitor's own basket; weight and sum are never taken from the address."""
    weight, total, free = _basket(request)
    choice = choosing.choice(request.GET, weight=weight, total=total, free=free)
    return render(request, "delivery/parts/options.html", {"choice": choice, "swapped": True})


@require_safe
@never_cache
def points(request: HttpRequest) -> HttpResponse:
    """Pick-up points near a postcode."""
    return render(request, "delivery/parts/points.html", {"choice": choosing.near_points(request.GET)})


def _basket(request: HttpRequest) -> tuple[int, int, bool]:
    """Grams, cents after reductions, and whether a promotion makes delivery free."""
    reckoned = cart.reckon(cart.basket_of(request))
    return reckoned.weight, reckoned.goods, reckoned.has_free_delivery
