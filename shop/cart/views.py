"""The basket's page, and what its forms and the product page send."""

from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shop.cart import guessing, quantities, services, showing
from shop.cart.exceptions import Closed, Refused
from shop.cart.models import Basket, Line
from shop.pages.origins import sent_from_this_site
from shop.people import touches

UNDO = "undo"
LONGEST_CODE = 200


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


@never_cache
@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """The basket, or what stands in its place while it is empty."""
    return _page(request, services.basket_of(request), undo=UNDO in request.GET)


@never_cache
@sent_from_this_site
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put a variant into the basket. The product page is the same for everybody, so its form bears no token."""
    if request.method != "POST":
        return redirect("cart:basket")
    typed = request.POST.get("quantity", "1")
    try:
        line = _added(request, _number(request.POST.get("variant", "")), quantities.parsed(typed))
    except Refused as refused:
        return _not_added(request, typed, refused.sentence)
    opened = services.open_basket(request)
    services.tell_browser(request, opened)
    shown = showing.added(line)
    if _is_htmx(request):
        return render(request, "cart/parts/added.html", {"added": shown, **showing.counted(request)})
    messages.success(request, _("%(name)s is in your basket.") % {"name": shown.words})
    return redirect("cart:basket")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Another quantity of a line, or the line away (`do=remove`)."""
    found = services.basket_of(request)
    if request.method != "POST" or found is None:
        return _back(request, found)
    typed = request.POST.get("quantity", "")
    try:
        if request.POST.get("do") == "remove":
            services.remove(found, pk)
            return _back(request, found, undo=True)
        services.set_quantity(found, pk, quantities.parsed(typed))
    except Refused as refused:
        return _page(request, found, trouble={pk: showing.Trouble(typed, refused.sentence)})
    except (Closed, Line.DoesNotExist):
        pass  # taken out or ordered in another tab: the page shows what is so
    return _back(request, found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest) -> HttpResponse:
    """What was taken out last comes back."""
    found = services.basket_of(request)
    if request.method == "POST" and found is not None:
        try:
            services.put_back(found)
        except Refused as refused:
            messages.error(request, refused.sentence)
        except Closed:
            pass
    return _back(request, found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """A code into the basket, or out of it (`do=remove`)."""
    found = services.basket_of(request)
    if request.method != "POST" or found is None:
        return _back(request, found)
    typed = request.POST.get("code", "")[:LONGEST_CODE]
    try:
        if request.POST.get("do") == "remove":
            services.remove_code(found, typed)
            return _back(request, found)
        with guessing.counted(request, found):
            applied = services.enter_code(found, typed, person=showing.person_of(request))
    except Refused as refused:
        return _page(request, found, code=showing.Trouble(typed, refused.sentence))
    except Closed:
        return _back(request, None)
    if not _is_htmx(request):
        messages.success(request, _("The code %(code)s counts.") % {"code": applied.code})
    return _back(request, found)


def _added(request: HttpRequest, variant: int, quantity: int) -> Line:
    via = touches.clean(_via(request))
    try:
        return services.add(services.open_basket(request), variant, quantity, via)
    except Closed:  # ordered in another tab a moment ago: this is the first thing of the next basket
        request.__dict__.pop("_basket", None)
        return services.add(services.open_basket(request), variant, quantity, via)


def _not_added(request: HttpRequest, typed: str, sentence: str) -> HttpResponse:
    trouble = showing.Trouble(typed, sentence)
    if _is_htmx(request):
        return render(request, "cart/parts/not_added.html", {"trouble": trouble})
    context = showing.refused(request.POST.get("variant", ""), trouble)
    return render(request, "cart/add.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _back(request: HttpRequest, found: Basket | None, *, undo: bool = False) -> HttpResponse:
    """After a change: the changed part for htmx, a new page for everybody else."""
    if _is_htmx(request):
        return _page(request, found, undo=undo)
    if found is not None:
        services.tell_browser(request, found)
    response = redirect("cart:basket")
    if undo:
        response["Location"] += f"?{UNDO}"
    return response


def _page(
    request: HttpRequest,
    found: Basket | None,
    *,
    undo: bool = False,
    trouble: dict[int, showing.Trouble] | None = None,
    code: showing.Trouble | None = None,
) -> HttpResponse:
    """The whole page, or its changing part for htmx. 422 where something was refused and a new page was asked for."""
    shown = showing.page(request, found, undo=undo, trouble=trouble or {}, code=code)
    if _is_htmx(request):
        return render(request, "cart/parts/answer.html", shown)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if trouble or code else HTTPStatus.OK
    return render(request, "cart/basket.html", shown, status=status)


def _number(text: str) -> int:
    """The number of a variant in a field; nought, which is nobody's, for anything else."""
    return int(text) if quantities.FIGURES.fullmatch(text) and len(text) < 19 else 0


def _via(request: HttpRequest) -> str:
    """The touch in the address of the page that the form stood on (?via=), if that page is ours."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
        asked = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return ""
    return asked.get(touches.PARAMETER, [""])[0] if parts.netloc == request.get_host() else ""
