"""One gesture: the hosted page asks for everything. From the basket, the checkout, or one product."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import Product
from shop.accounts.models import User
from shop.cart import quantities
from shop.cart import services as cart
from shop.cart.exceptions import Refused as BasketRefused
from shop.cart.models import Basket
from shop.checkout import browser, drawing, errors, services, visit
from shop.checkout.models import PendingOrder
from shop.checkout.views import paying
from shop.checkout.visit import Visit
from shop.pages.origins import sent_from_this_site
from shop.payment.errors import StripeDown
from shop.payment.policy import with_stripe


@never_cache
@sent_from_this_site
@require_http_methods(["GET", "HEAD", "POST"])
@with_stripe
def express(request: HttpRequest) -> HttpResponse:
    """Freeze the basket, or the one thing on the product page, and go to the hosted page.

    The product page is the same for everybody, so its form bears no token.
    """
    if request.method != "POST":
        return redirect("cart:basket")
    try:
        here = _one_thing(request) if "variant" in request.POST else visit.begin(request)
    except BasketRefused as why:
        return _back(request, why.sentence)
    if here is None:
        return redirect("cart:basket")
    if "ticket" in request.POST:
        here.keep()
    return _to_pay(here)


def _one_thing(request: HttpRequest) -> Visit:
    """A basket of its own for one thing: what lies in the visitor's basket is neither bought nor lost."""
    typed, quantity = request.POST["variant"], quantities.parsed(request.POST.get("quantity", "1"))
    variant = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    apart = Basket.objects.create()
    try:
        cart.add(apart, variant, quantity)
    except BasketRefused:
        apart.delete()
        raise
    user = request.user if isinstance(request.user, User) else None
    return Visit(request, apart, user, visit.person_of(user))


def _to_pay(here: Visit) -> HttpResponse:
    try:
        pending = services.freeze_express(basket=here.basket, person=here.person, language=here.language)
        paying.held_back(here.request, pending)
        payment = paying.start_hosted(here.request, pending)
    except errors.NoLongerPending as over:
        reference = over.pending.reference
        return drawing.remember(here, redirect("checkout:done", reference), reference)
    except Exception as error:
        answer = paying.why_not(here, error)
        if "ticket" in here.request.POST:
            return drawing.reply(here, answer)
        return _back(here.request, answer.said or answer.refused)
    return drawing.remember(here, _onward(here.request, payment.session_url), pending.reference)


def _onward(request: HttpRequest, address: str) -> HttpResponse:
    """To the hosted page. Browsers hold a form's redirects to the policy of the page it stood on, and that of basket
    and product knows nothing of the provider: from there a page of ours goes on by itself."""
    if "ticket" in request.POST:
        return HttpResponse(status=303, headers={"Location": address})
    return render(request, "checkout/onward.html", {"address": address})


def _back(request: HttpRequest, sentence: str) -> HttpResponse:
    """To where the button was pressed, with a sentence."""
    messages.error(request, sentence)
    if "ticket" in request.POST:
        return redirect("checkout:page")
    return HttpResponseRedirect(_product_page(request.POST.get("variant", "")) or reverse("cart:basket"))


def _product_page(variant: str) -> str:
    if not (variant.isascii() and variant.isdigit() and len(variant) < 19):
        return ""
    product = Product.objects.filter(pk=variant).select_related("parent").first()
    return product.get_absolute_url() if product else ""


@require_safe
@never_cache
def cancelled(request: HttpRequest, reference: str) -> HttpResponse:
    """Back from the hosted page without having paid: what was held is free again, and everything is as it was.

    Only for the browser that went there; Stripe is asked first, so a payment that came after all stands.
    """
    pending = PendingOrder.objects.filter(reference=reference).first()
    if pending is None or not browser.read(request).knows(reference):
        return redirect("cart:basket")
    try:
        if pending.is_live:
            services.abandon(pending, "the shopper came back from the hosted page")
    except errors.NoLongerPending:
        return redirect("checkout:done", reference)
    except StripeDown:
        pass  # the sweep gives it up when its time has come
    messages.info(request, _("The payment was left before it was made. Nothing was charged, and all is kept."))
    mine = cart.basket_of(request)
    if mine is None or mine.pk != pending.basket_id:  # a basket of its own: one thing, from its page
        return HttpResponseRedirect(_product_page(str(pending.lines[0]["variant_id"])) or reverse("cart:basket"))
    return redirect("checkout:page" if pending.is_complete else "cart:basket")
