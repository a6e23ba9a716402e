"""Pay: what was shown is frozen, the payment begins, the card form (without scripts the hosted page) goes on."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from shop.cart import services as cart
from shop.cart.models import Basket
from shop.checkout import consents, drawing, errors, services, shown, typed, visit
from shop.checkout.drawing import Answer
from shop.checkout.models import PendingOrder
from shop.checkout.reductions import Refused as PlugRefused
from shop.checkout.visit import Visit
from shop.delivery import selectors as delivery
from shop.delivery.addresses import Address
from shop.payment import limits
from shop.payment.errors import Refused, StripeDown
from shop.payment.models import Payment
from shop.payment.policy import with_stripe
from shop.promotions.claims import CodeSpent

State = PendingOrder.State


@require_POST
@never_cache
@sensitive_post_parameters("password")
@with_stripe
def pay(request: HttpRequest) -> HttpResponse:
    """Everything that was typed, checked; then a payment, or what is to be mended. Nothing typed is lost."""
    here = visit.begin(request)
    showed = shown.basket_of_ticket(request.POST.get("ticket", ""))
    if here is None or (showed is not None and showed != here.basket.pk):
        return elsewhere(request, here, showed)
    here.keep()
    if "refresh" in request.POST:
        return drawing.reply(here, Answer(status=200))
    answer = _checked(here)
    return drawing.reply(here, answer) if answer is not None else _begun(here)


def elsewhere(request: HttpRequest, here: Visit | None, showed: int | None) -> HttpResponse:
    """The page that was sent shows another basket than the one there is: paid, signed out, or put together since."""
    pending = _of_basket(showed)
    if pending is not None:
        return _go(request, here, reverse("checkout:done", args=[pending.reference]), pending.reference)
    if here is not None:
        here.keep()
        said = _("Your basket changed in another window. Nothing was charged: look again, then pay.")
        return drawing.reply(here, Answer(said=said))
    owned = Basket.objects.filter(pk=showed, status=Basket.OPEN).exclude(owner=None).exists() if showed else False
    if owned:
        typed.keep_for_later(request, showed or 0, typed.of_post(request.POST))
        messages.info(request, _("You were signed out meanwhile. Sign in again: what you typed is kept."))
        return _go(request, None, f"{reverse('account_login')}?next={reverse('checkout:page')}")
    return _go(request, None, reverse("cart:basket"))


def _of_basket(basket_id: int | None) -> PendingOrder | None:
    """The pending order that this basket became, if it is paid or about to be."""
    if not basket_id:
        return None
    ends = (State.PLACED, State.REVIEW, State.REFUNDING, State.REFUNDED)
    return PendingOrder.objects.filter(basket_id=basket_id, state__in=ends).order_by("-id").first()


def _go(request: HttpRequest, here: Visit | None, address: str, reference: str = "") -> HttpResponse:
    if drawing.wants_parts(request):
        response: HttpResponse = JsonResponse({"go": address})
    else:
        response = HttpResponse(status=303, headers={"Location": address})
    if reference:
        drawing.remember(here or Visit(request, Basket(), None, None), response, reference)
    return response


def _checked(here: Visit) -> Answer | None:
    """What stands against paying, before anything is held; None when nothing does."""
    if not here.form.is_valid():
        return Answer(fields="all")
    reckoning = here.shown.reckoning
    if reckoning.problems:
        return Answer(said=" ".join(problem.sentence for problem in reckoning.problems))
    if not shown.is_same(here.request.POST.get("ticket", ""), here.basket, reckoning):
        return Answer(said=_("Your basket changed in another window. Nothing was charged: look again, then pay."))
    if here.request.POST.get("check"):
        return Answer(status=200)
    return None


def ask_of(here: Visit, shown_total: int) -> services.Ask:
    """What the form asks for, in the words of the services. Only of a valid form."""
    form = here.form
    return services.Ask(
        email=here.member or str(form.cleaned_data["email"]),
        language=here.language,
        address=_destination(here),
        delivery=str(form.cleaned_data["delivery"]),
        shown_total=shown_total,
        consents=consents.given(letter=bool(form.cleaned_data["letter"])),
    )


def _destination(here: Visit) -> Address:
    """The address as typed, or the pick-up point in its place."""
    address = here.form.address()
    point = None
    if here.form.is_fetched:
        point = delivery.point(here.shown.choice.point, here.shown.choice.country)
    return delivery.at_point(address, point) if point else replace(address, point="")


def _begun(here: Visit) -> HttpResponse:
    """Freezes, begins the payment, and says how it goes on."""
    with_script = drawing.wants_parts(here.request)
    try:
        ask = ask_of(here, _number(here.request.POST.get("shown_total", "")))
        pending = services.freeze(
            basket=here.basket,
            person=here.person,
            ask=ask,
            channel="web" if with_script else "hosted",
            reckoned=here.shown.reckoning,
        )
        if not pending.due:
            services.settle(pending.reference)
            return _go(here.request, here, reverse("checkout:done", args=[pending.reference]), pending.reference)
        held_back(here.request, pending)
        payment = services.start_card(pending) if with_script else start_hosted(here.request, pending)
    except errors.NoLongerPending as over:
        reference = over.pending.reference
        return _go(here.request, here, reverse("checkout:done", args=[reference]), reference)
    except Exception as error:
        return drawing.reply(here, why_not(here, error))
    return _on(here, pending, payment)


def _on(here: Visit, pending: PendingOrder, payment: Payment) -> HttpResponse:
    done = here.request.build_absolute_uri(reverse("checkout:done", args=[pending.reference]))
    if payment.state not in (Payment.State.OPEN, Payment.State.FAILED):
        return _go(here.request, here, done, pending.reference)
    if not drawing.wants_parts(here.request):
        return _go(here.request, here, payment.session_url, pending.reference)
    given = {"client_secret": payment.client_secret, "return_url": done, "due": pending.due}
    return drawing.remember(here, JsonResponse(given), pending.reference)


def start_hosted(request: HttpRequest, pending: PendingOrder) -> Payment:
    """The hosted page, which sends the visitor back to the confirmation, or here."""
    return services.start_hosted(
        pending,
        success_url=request.build_absolute_uri(reverse("checkout:done", args=[pending.reference])),
        cancel_url=request.build_absolute_uri(reverse("checkout:cancelled", args=[pending.reference])),
    )


class TooOften(Exception):
    """This visitor begins more payments than a shopper does."""


def held_back(request: HttpRequest, pending: PendingOrder) -> None:
    """Counts a payment that is new; one too many holds no stock. Raises TooOften, NoLongerPending."""
    if Payment.objects.filter(reference=pending.reference).exists():
        return
    if not limits.may_begin(request, who=str(pending.basket_id)):
        services.abandon(pending, "too many payments")
        raise TooOften


def _too_often(here: Visit, error: Exception) -> Answer:
    words = _("That was too often in a short time. Nothing was charged. Try again in a few minutes.")
    return Answer(status=429, refused=words, wait=600)


def why_not(here: Visit, error: Exception) -> Answer:
    """The sentence for what stood against freezing or paying. Anything else is raised on."""
    for kind, answer in _ANSWERS:
        if isinstance(error, kind):
            return answer(here, error)
    raise error


def _changed(here: Visit, error: Exception) -> Answer:
    assert isinstance(error, errors.Changed)
    anew(here)
    return Answer(said=drawing.changed(max(error.shown, 0), error.sums.total))


def _gone(here: Visit, error: Exception) -> Answer:
    assert isinstance(error, errors.NotToBeHad)
    anew(here)
    said = " ".join(problem.sentence for problem in error.problems)
    return Answer(said=said + " " + _("Your card was not charged."))


def _code_spent(here: Visit, error: Exception) -> Answer:
    """The code leaves the basket: it would be refused again; the new total is asked for."""
    for code in here.shown.reckoning.codes:
        cart.remove_code(here.basket, code)
    anew(here)
    return Answer(said=str(error) + " " + _("Nothing was charged: look at the total again, then pay."))


def _down(here: Visit, error: Exception) -> Answer:
    words = _("The payment provider does not answer just now. Nothing was charged, and all is kept. Try again.")
    return Answer(status=503, refused=words, wait=10)


def _no_delivery(here: Visit, error: Exception) -> Answer:
    anew(here)
    return Answer(said=_("This delivery is no longer offered for this address. Choose another one."))


def _empty(here: Visit, error: Exception) -> Answer:
    return Answer(go=reverse("cart:basket"))


_ANSWERS: tuple[tuple[type[Exception], Callable[[Visit, Exception], Answer]], ...] = (
    (errors.Changed, _changed),
    (errors.NotToBeHad, _gone),
    (CodeSpent, _code_spent),
    (errors.NoDelivery, _no_delivery),
    (errors.EmptyBasket, _empty),
    (PlugRefused, lambda here, error: Answer(said=str(error))),
    (TooOften, _too_often),
    (StripeDown, _down),
    (Refused, _down),
)


def anew(here: Visit) -> None:
    """Look at basket and sums again: they are not what they were a moment ago."""
    for name in ("shown", "form"):
        here.__dict__.pop(name, None)


def _number(text: str) -> int:
    """Cents as the page sends them back; −1, which no total is, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
