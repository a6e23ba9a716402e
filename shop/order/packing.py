"""The page in the administration where an order is packed, shipped and delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from shop.order import services, states
from shop.order.exceptions import NotOnItsWay
from shop.order.models import Order, Parcel
from shop.order.sheets import SheetLine, sheet

SIGNS = 64  # of carrier and tracking number


@dataclass(frozen=True)
class Loose:
    """A line with pieces that lie in no parcel yet. `typed`: what stands in its field."""

    line: SheetLine
    pieces: int
    typed: str
    error: str = ""


def work_on(admin: ModelAdmin[Order], request: HttpRequest, order_id: int) -> HttpResponse:
    """Everything that is left to do for an order's parcels; each button is one step of one parcel."""
    if not request.user.has_perm("order.change_order"):
        raise PermissionDenied
    order = get_object_or_404(Order, pk=order_id)
    if request.method == "POST":
        if "pack" in request.POST:
            errors = _pack(request, order)
            if errors:
                return _page(admin, request, order, errors)
        else:
            _step(request, order)
        return redirect(request.path)
    return _page(admin, request, order, {})


def _pack(request: HttpRequest, order: Order) -> dict[int, str]:
    """Pack what was typed; sentences by line id when something is wrong, and then nothing is packed."""
    wanted: dict[int, int] = {}
    errors: dict[int, str] = {}
    for line_id, left in _loose(order).items():
        typed = request.POST.get(f"pieces-{line_id}", "").strip()
        if typed in ("", "0"):
            continue
        if not typed.isascii() or not typed.isdigit() or len(typed) > 6 or int(typed) > left:
            errors[line_id] = _("Type a whole number from 0 to %(left)s.") % {"left": left}
        else:
            wanted[line_id] = int(typed)
    if errors:
        return errors
    if not wanted:
        messages.warning(request, _("Say how many pieces go into the parcel."))
        return {}
    try:
        seen = int(request.POST.get("seen", "")[:6])
        parcel = services.prepare(order, wanted, batch=request.POST.get("batch", "").strip()[:32], seen=seen)
    except ValueError:
        # A second click, or a colleague (each of the service's refusals): the page shows what lies in parcels now.
        messages.warning(request, _("The parcels of this order have changed meanwhile. Look again before you pack."))
        return {}
    messages.success(request, _("Parcel %(n)s is packed.") % {"n": parcel.number})
    return {}


def _step(request: HttpRequest, order: Order) -> None:
    """Ship, deliver or take apart one parcel of this order."""
    given = request.POST
    parcel = get_object_or_404(Parcel, order=order, pk=_number(given))
    words = {"n": parcel.number}
    try:
        if "ship" in given:
            carrier, tracking = (given.get(name, "").strip()[:SIGNS] for name in ("carrier", "tracking"))
            if services.ship(parcel, carrier=carrier, tracking=tracking):
                messages.success(request, _("Parcel %(n)s has left. The customer is told.") % words)
        elif "deliver" in given:
            if services.deliver(parcel):
                messages.success(request, _("Parcel %(n)s has arrived.") % words)
        elif "unpack" in given and services.unpack(parcel):
            messages.success(request, _("Parcel %(n)s is taken apart; its pieces can be packed anew.") % words)
    except NotOnItsWay:
        messages.warning(request, _("Parcel %(n)s is a step further meanwhile.") % words)


def _number(given: Mapping[str, Any]) -> int:
    for name in ("ship", "deliver", "unpack"):
        typed = str(given.get(name, ""))
        if typed.isascii() and typed.isdigit() and len(typed) < 19:
            return int(typed)
    return 0


def _loose(order: Order) -> dict[int, int]:
    """Pieces by line id that lie in no parcel yet."""
    return {pk: line.loose for pk, line in states.pieces([order.pk])[order.pk].items() if line.loose > 0}


def _page(admin: ModelAdmin[Order], request: HttpRequest, order: Order, errors: Mapping[int, str]) -> HttpResponse:
    shown, loose = sheet(order), _loose(order)
    rows = [
        Loose(line, loose[line.id], request.POST.get(f"pieces-{line.id}", str(loose[line.id])), errors.get(line.id, ""))
        for line in shown.lines
        if line.id in loose
    ]
    context = admin.admin_site.each_context(request) | {
        "opts": admin.opts,
        "order": order,
        "title": _("Parcels: order %(number)s") % {"number": order.number},
        "sheet": shown,
        "loose": rows,
        "batch": request.POST.get("batch", ""),
        "seen": order.parcels.count(),
        "states": Parcel.State,
        "is_over": not rows and all(each.parcel.state == Parcel.State.DELIVERED for each in shown.parcels),
    }
    return TemplateResponse(request, "admin/order/parcels.html", context, status=422 if errors else 200)
