"""What one does in between, without losing what is typed: keep it, enter a code, sign in, go to the basket."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from shop.accounts.views.entrance import SignIn, refused
from shop.cart import services as cart
from shop.cart.exceptions import Refused
from shop.checkout import drawing, visit
from shop.checkout.drawing import Answer
from shop.payment.policy import with_stripe


@require_POST
@never_cache
@with_stripe
def keep(request: HttpRequest) -> HttpResponse:
    """Note what is typed so far, and show what delivery and sum are with it."""
    here = visit.begin(request)
    if here is None:
        return HttpResponseRedirect(reverse("cart:basket"))
    here.keep()
    return drawing.reply(here, Answer(status=200, fields="filled"))


@require_POST
@never_cache
@with_stripe
def code(request: HttpRequest) -> HttpResponse:
    """Enter a code, or take one out; what it did shows in the sum."""
    here = visit.begin(request)
    if here is None:
        return HttpResponseRedirect(reverse("cart:basket"))
    here.keep()
    said = ""
    try:
        if "remove" in request.POST:
            cart.remove_code(here.basket, request.POST["remove"][:128])
        else:
            cart.enter_code(here.basket, request.POST.get("code", "")[:128])
    except Refused as why:
        said = why.sentence
    return drawing.reply(here, Answer(status=422 if said else 200, code=said))


@require_POST
@never_cache
def leave(request: HttpRequest, to: str) -> HttpResponse:
    """Go elsewhere; what is typed waits here."""
    after = f"?next={reverse('checkout:page')}"
    ways = {
        "basket": reverse("cart:basket"),
        "sign-in": reverse("account_login") + after,
        "sign-out": reverse("account_logout"),
    }
    if to not in ways:
        return HttpResponseNotFound()
    response: HttpResponse = HttpResponse(status=303, headers={"Location": ways[to]})
    here = visit.begin(request)
    if here is not None:
        here.keep()
        response = drawing.remember(here, response)
    return response


class SignInHere(SignIn):
    """Signing in without leaving: e-mail and password of the form, or a code by mail; what is typed comes back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.here = visit.begin(request) if request.method == "POST" else None
        if self.here is None:
            return HttpResponseRedirect(reverse("checkout:page"))
        self.here.keep()
        return drawing.remember(self.here, super().dispatch(request, *args, **kwargs))

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        typed = self.request.POST.copy()
        typed["login"] = typed.get("email", "")
        return kwargs | {"data": typed}

    def get_success_url(self) -> str:
        return reverse("checkout:page")

    def get_authenticated_redirect_url(self) -> str:
        return reverse("checkout:page")

    def form_invalid(self, form: Any) -> HttpResponse:
        assert self.here is not None
        page = drawing.page(self.here, Answer(status=422), sign_in=form)
        return refused(self.request, form, page)


sign_in = require_POST(never_cache(with_stripe(sensitive_post_parameters("password")(SignInHere.as_view()))))
