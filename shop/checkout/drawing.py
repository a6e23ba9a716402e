"""How the checkout answers: the whole page, or for scripts the parts of it that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from shop.checkout import browser, shown
from shop.checkout.forms import Slip
from shop.checkout.visit import Visit
from shop.content.selectors import page_of_role
from shop.pages.money import euros
from shop.payment import selectors as payment

Response = TypeVar("Response", bound=HttpResponseBase)


@dataclass(frozen=True)
class Answer:
    """What came of a request. `go`: another page. `said`: about the whole. `refused`: beside the card.

    `fields`: which of its errors the form shows, "all" or those of "filled" fields. `code`: about the code typed.
    """

    status: int = 422
    go: str = ""
    said: str = ""
    kind: str = "bad"
    refused: str = ""
    fields: str = ""
    code: str = ""
    wait: int = 0  # seconds


def wants_parts(request: HttpRequest) -> bool:
    """Whether a script of ours asks."""
    return request.headers.get("Accept", "") == "application/json"


def reply(visit: Visit, answer: Answer) -> HttpResponse:
    """The answer in the form that was asked for; what this browser keeps goes along."""
    response: HttpResponse
    if answer.go:
        go = {"go": answer.go}
        response = JsonResponse(go) if wants_parts(visit.request) else HttpResponseRedirect(answer.go, status=303)
    elif wants_parts(visit.request):
        response = JsonResponse(parts(visit, answer), status=answer.status)
    else:
        response = page(visit, answer)
    if answer.wait:
        response["Retry-After"] = str(answer.wait)
    return remember(visit, response)


def remember(visit: Visit, response: Response, reference: str = "") -> Response:
    """Give the browser the key of its draft, and the payment it has begun."""
    till = browser.read(visit.request)
    if visit.draft is not None:
        till = browser.Till(visit.draft.token, till.references)
    if reference:
        till = till.with_reference(reference)
    browser.write(response, till)
    return response


def parts(visit: Visit, answer: Answer) -> dict[str, Any]:
    """What the scripts put into the page that stands: pieces of HTML, sums in cents, what is to be mended."""
    context = _context(visit, answer)
    return {
        "order": render_to_string("checkout/parts/order.html", context, visit.request),
        "delivery": render_to_string("checkout/parts/delivery.html", context, visit.request),
        "pay": visit.shown.pay_label,
        "due": visit.shown.sums.due,
        "ticket": context["ticket"],
        "said": answer.said,
        "refused": answer.refused,
        "errors": [vars(slip) for slip in _slips(visit, answer)],
    }


def page(visit: Visit, answer: Answer, sign_in: Any = None) -> HttpResponse:
    """The whole page."""
    context = _context(visit, answer)
    context |= {
        "said": answer.said,
        "said_kind": answer.kind,
        "refused": answer.refused,
        "failed": answer.fields == "all",
        "member": visit.member,
        "book": visit.book,
        "sign_in": sign_in,
        "marks": payment.marks(),
        "terms": page_of_role("terms"),
        "filled_share": _filled(visit),
        "stripe": payment.script(),
        "till_data": _for_scripts(visit),
    }
    return render(visit.request, "checkout/page.html", context, status=answer.status)


def changed(was: int, now: int) -> str:
    """The sentence for a total that is not the one that was shown."""
    given = {"was": euros(was), "now": euros(now)}
    return _("The total has changed from %(was)s to %(now)s. Nothing was charged: look again, then pay.") % given


def _context(visit: Visit, answer: Answer) -> dict[str, Any]:
    return {
        "form": visit.form,
        "shown": visit.shown,
        "choice": visit.shown.choice,
        "ticket": shown.ticket(visit.basket, visit.shown.reckoning),
        "code_said": answer.code,
        "code_typed": visit.request.POST.get("code", "")[:64] if answer.code else "",
    }


def _slips(visit: Visit, answer: Answer) -> Sequence[Slip]:
    if not answer.fields:
        return ()
    form = visit.form
    return [slip for slip in form.slips if answer.fields == "all" or (slip.name and form[slip.name].value())]


def _filled(visit: Visit) -> int:
    """How much of what is asked is filled in, in per cent; the card is one thing more."""
    form = visit.form
    asked = [name for name, field in form.fields.items() if field.required]
    done = [name for name in asked if form[name].value() and name not in form.errors]
    return round(100 * len(done) / (len(asked) + 1))


def _for_scripts(visit: Visit) -> dict[str, Any]:
    """What the scripts need to know; nothing personal."""
    return {
        "key": payment.publishable_key(),
        "locale": visit.language,
        "due": visit.shown.sums.due,
        "keep": reverse("checkout:keep"),
        "words": {
            "busy": _("Payment under way"),
            "fields": _("Still to be mended"),
            "declined": _("Your bank declined the payment. Nothing was taken. Try another card."),
            "insufficient_funds": _("There is not enough money on this card. Nothing was taken. Try another card."),
            "expired_card": _("This card has expired. Nothing was taken. Try another card."),
            "incorrect_cvc": _("The security code is not the right one. Nothing was taken. Look again."),
            "processing_error": _("The bank did not answer. Nothing was taken. Try again in a moment."),
            "authentication": _("Your bank could not make sure that it is you. Nothing was taken. Try again."),
            "card": _("The card is not complete yet."),
            "offline": _("The connection was cut. Nothing was charged, and all you typed is still here. Try again."),
            "fields_down": _("The card fields do not load. You can pay on the page of our payment provider."),
            "where": _("Where it is to be delivered is asked above: number, street and town."),
        },
    }
