"""After paying: what became of it, told to the browser that paid; anybody else learns the number only."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shop.cart import cookies
from shop.checkout import browser, services
from shop.checkout.models import PendingOrder
from shop.order.sheets import sheet
from shop.payment.errors import StripeDown
from shop.payment.models import Payment
from shop.payment.models.payments import CARD

State = PendingOrder.State
# Where the account's sign-up page looks for the address to begin with.
SIGN_UP_EMAIL = "signup_email"


@dataclass(frozen=True)
class Outcome:
    """`kind`: placed, checking (money under way, or Stripe does not answer), unpaid, released, returned, review."""

    pending: PendingOrder
    kind: str


def outcome(reference: str) -> Outcome:
    """Announces that the browser is back, and says what became of the payment. Raises Http404."""
    try:
        pending = services.settle(reference)
    except PendingOrder.DoesNotExist:
        raise Http404 from None
    except StripeDown:
        pending = PendingOrder.objects.get(reference=reference)
        return Outcome(pending, "checking" if pending.is_live else _ended(pending))
    return Outcome(pending, _kind(pending))


def _kind(pending: PendingOrder) -> str:
    if not pending.is_live:
        return _ended(pending)
    payment = Payment.objects.filter(reference=pending.reference, means=CARD).first()
    under_way = (Payment.State.PROCESSING, Payment.State.PAID)
    return "checking" if payment is not None and payment.state in under_way else "unpaid"


def _ended(pending: PendingOrder) -> str:
    kinds = {State.PLACED: "placed", State.RELEASED: "released", State.REVIEW: "review"}
    return kinds.get(State(pending.state), "returned")


@require_safe
@never_cache
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """The confirmation, or plainly what happened instead."""
    found = outcome(reference)
    mine = browser.read(request).knows(reference)
    if found.kind == "unpaid" and mine:
        messages.error(request, _("The payment did not go through. Nothing was charged, and all is kept. Try again."))
        return HttpResponseRedirect(reverse("checkout:page"))
    context = {
        "pending": found.pending,
        "kind": found.kind,
        "mine": mine,
        "noindex": True,
        "alternates": (),
        "is_guest": mine and found.pending.user_id is None and not request.user.is_authenticated,
    }
    seen = cookies.read(request)
    if found.kind == "placed" and seen is not None and seen.basket_id == found.pending.basket_id:
        cookies.forget(request)  # else the counter would go on telling of what is bought
    if found.pending.order is not None:
        context |= {"order": found.pending.order, "sheet": sheet(found.pending.order) if mine else None}
    response = render(request, "checkout/done.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
@never_cache
def state(request: HttpRequest, reference: str) -> HttpResponse:
    """Asked again and again by the page while the bank is at work: nothing new, or come and see."""
    if outcome(reference).kind == "checking":
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Redirect": reverse("checkout:done", args=[reference])})


@require_POST
@never_cache
def account(request: HttpRequest, reference: str) -> HttpResponse:
    """A guest who wants to keep an account: sign-up, with the address they ordered with already there."""
    pending = PendingOrder.objects.filter(reference=reference, state=State.PLACED).first()
    if pending is not None and browser.read(request).knows(reference):
        request.session[SIGN_UP_EMAIL] = pending.email
    return redirect("account_signup")
