"""The address book. What is taken out can be put back for ten minutes."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from oscar.apps.address.models import UserAddress

from shop import clock
from shop.accounts import places, selectors, services
from shop.accounts.addresses import AddressForm
from shop.accounts.exceptions import AddressBookFull
from shop.accounts.models import User

REMOVED = "address_removed"
KEPT = timedelta(minutes=10)


@never_cache
@login_required
def book(request: HttpRequest) -> HttpResponse:
    """All of them, the first choice first, and what was just taken out."""
    found = selectors.addresses(cast(User, request.user))
    cards = [
        {"address": one, "country": places.name(one.country), "phone": places.readable(one.phone)} for one in found
    ]
    context = {"cards": cards, "removed": _removed(request), "full": len(found) >= services.MOST}
    return render(request, "account/addresses.html", context)


@never_cache
@login_required
def edit(request: HttpRequest, id: int | None = None) -> HttpResponse:
    """A new address, or one of theirs."""
    user = cast(User, request.user)
    known = selectors.address(user, id) if id is not None else None
    if id is not None and known is None:
        raise Http404
    initial = {**known.values(), "default": known.is_default} if known else None
    form = AddressForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _save(request, user, form, id):
        messages.success(request, _("Done."))
        return redirect("account_addresses")
    return render(request, "account/address.html", {"form": form, "known": known, "menu_key": "addresses"})


@never_cache
@require_POST
@login_required
def remove(request: HttpRequest, id: int) -> HttpResponse:
    """Taken out at once: putting it back is offered, instead of a question before."""
    gone = services.remove_address(user=cast(User, request.user), id=id)
    if gone is not None:
        until = (clock.now() + KEPT).timestamp()
        request.session[REMOVED] = {"values": gone.values(), "default": gone.is_default, "until": until}
    return redirect("account_addresses")


@never_cache
@require_POST
@login_required
def put_back(request: HttpRequest) -> HttpResponse:
    """The address that was just taken out, as it was. Repeated: nothing."""
    removed = _removed(request)
    if removed is not None:
        try:
            services.save_address(
                user=cast(User, request.user), values=removed["values"], default=removed["default"] or None
            )
        except AddressBookFull:
            messages.error(request, _full())
        request.session.pop(REMOVED, None)
    return redirect("account_addresses")


@never_cache
@require_POST
@login_required
def put_first(request: HttpRequest, id: int) -> HttpResponse:
    """The one that forms begin with."""
    if not services.put_first(user=cast(User, request.user), id=id):
        raise Http404
    messages.success(request, _("Done."))
    return redirect("account_addresses")


def _save(request: HttpRequest, user: User, form: AddressForm, id: int | None) -> bool:
    try:
        services.save_address(user=user, values=form.values(), id=id, default=form.cleaned_data["default"] or None)
    except AddressBookFull:
        form.add_error(None, _full())
        return False
    except UserAddress.DoesNotExist as error:  # taken out meanwhile, in another tab
        raise Http404 from error
    return True


def _full() -> str:
    return _("Your address book is full: it holds %(n)s addresses. Take one out first.") % {"n": services.MOST}


def _removed(request: HttpRequest) -> dict[str, Any] | None:
    """What was taken out in the last ten minutes; older is forgotten."""
    removed: dict[str, Any] | None = request.session.get(REMOVED)
    if removed is not None and removed["until"] < clock.now().timestamp():
        del request.session[REMOVED]
        return None
    return removed
