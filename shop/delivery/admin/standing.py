"""What stands in the way of an order, said on top of every list of this room."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shop.delivery import selectors
from shop.delivery.models import Method, PickupPoint, ZoneCountry


def complaints() -> list[str]:
    """In sentences: nobody can order, some countries cannot, a way that is fetched has nowhere to be fetched at."""
    served = {code for code, _name in selectors.countries()}
    if not served:
        return [_("Nobody can order yet: no way to deliver has a tariff. Add one under “Ways to deliver”.")]
    found = []
    zoned = ZoneCountry.objects.filter(country__is_shipping_country=True).values_list("country_id", flat=True)
    missing = sorted(selectors.country_name(code) for code in set(zoned) - served)
    if missing:
        found.append(
            _("Without a way to deliver, although in a zone: %(countries)s.") % {"countries": ", ".join(missing)}
        )
    fetched = Method.objects.filter(active=True, kind=Method.Kind.PICKUP).exists()
    if fetched and not PickupPoint.objects.filter(active=True).exists():
        found.append(_("Pick-up is offered to nobody: no pick-up point is open to parcels."))
    return found


class Standing:
    """Mix into an admin: its list begins with what stands in the way."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET":
            for sentence in complaints():
                messages.warning(request, sentence)
        response: HttpResponse = super().changelist_view(request, extra_context)  # type: ignore[misc]
        return response
