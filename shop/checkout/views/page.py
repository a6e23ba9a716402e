"""The one page from basket to payment."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop import clock
from shop.checkout import browser, drawing, visit
from shop.checkout.models import PendingOrder
from shop.payment.policy import with_stripe

JUST_NOW = timedelta(hours=1)


@require_safe
@never_cache
@with_stripe
def page(request: HttpRequest) -> HttpResponse:
    """What one buys, and everything that is asked. Back here after paying: the confirmation."""
    here = visit.begin(request)
    if here is None or not (here.shown.reckoning.lines or here.shown.reckoning.problems):
        return HttpResponseRedirect(_paid_just_now(request) or reverse("cart:basket"))
    response = drawing.page(here, drawing.Answer(status=200))
    return drawing.remember(here, response) if here.draft else response


def _paid_just_now(request: HttpRequest) -> str:
    """The confirmation of what this browser has just paid: the way back leads there, not to an empty basket."""
    last = browser.read(request).references[:1]
    since = clock.now() - JUST_NOW
    placed = PendingOrder.objects.filter(reference__in=last, state=PendingOrder.State.PLACED, ended_at__gt=since)
    return reverse("checkout:done", args=last) if placed.exists() else ""
