"""How a basket can be delivered, what that costs and when it arrives. Sums in cents with VAT, weights in grams."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Exists, Q
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from oscar.apps.address.models import Country

from shop import clock
from shop.delivery import dates, near, places
from shop.delivery.addresses import Address, clean_postcode
from shop.delivery.models import Method, PickupPoint, Step, ZoneCountry
from shop.delivery.postcodes import beyond


@dataclass(frozen=True)
class Quote:
    """A way to deliver one basket. `price` in cents with VAT, nought when it is free.

    `words` is the whole sentence of when it arrives, `note` until when one must order for it; `until` is the moment
    from which the days are later ones.
    """

    code: str
    name: str
    kind: str
    price: int
    free_from: int | None
    earliest: date
    latest: date
    words: str
    note: str
    until: datetime

    @property
    def is_pickup(self) -> bool:
        return self.kind == Method.Kind.PICKUP


def fitting_step(steps: Iterable[Step], *, weight: int, total: int) -> Step | None:
    """The first step, by weight and then by sum, that carries this weight and these goods; None: too heavy."""
    fitting = [
        step for step in steps if weight <= step.up_to_grams and (step.up_to_total is None or total <= step.up_to_total)
    ]
    return min(fitting, key=lambda step: (step.up_to_grams, step.up_to_total is None, step.up_to_total), default=None)


def price(method: Method, step: Step, *, total: int, free: bool) -> int:
    """Cents with VAT: nothing from the method's sum on, or by a promotion where the method allows it."""
    if method.free_from is not None and total >= method.free_from:
        return 0
    return 0 if free and method.free_by_promotion else step.price


def quotes(
    *, country: str, postcode: str = "", weight: int, total: int, free: bool = False, language: str | None = None
) -> list[Quote]:
    """Every way to deliver such a basket to this country, in the merchant's order; one statement.

    `total` is the sum of the goods after reductions, `free` whether a promotion makes delivery free. None where
    nothing fits: `why_none` says why.
    """
    if beyond(country, postcode):
        return []
    found = _methods(country)
    with translation.override(language or get_language()):
        offered = [(method, fitting_step(steps, weight=weight, total=total)) for method, steps in found]
        return [
            _quote(method, country, price(method, step, total=total, free=free)) for method, step in offered if step
        ]


def quote(
    code: str,
    *,
    country: str,
    postcode: str = "",
    weight: int,
    total: int,
    free: bool = False,
    language: str | None = None,
) -> Quote | None:
    """The way to deliver of this code, if it is offered to such a basket; one statement."""
    found = quotes(country=country, postcode=postcode, weight=weight, total=total, free=free, language=language)
    return next((one for one in found if one.code == code), None)


def why_none(*, country: str, postcode: str = "", weight: int, total: int) -> str:
    """One sentence for who cannot be delivered to: what stands in the way, and what can be done."""
    outside = beyond(country, postcode)
    if outside:
        return outside
    if _methods(country):
        return _("This basket is too heavy for one parcel. Take something out, and order it apart.")
    if not countries():
        return _("This shop does not deliver yet. Come back a little later.")
    name = country_name(country)
    return _("We do not deliver to this country yet: %(country)s. Choose another one.") % {"country": name}


def free_from(country: str) -> int | None:
    """The smallest sum of goods in cents from which a way to this country costs nothing; None where none ever does."""
    sums = [method.free_from for method, _steps in _methods(country) if method.free_from is not None]
    return min(sums, default=None)


def countries(language: str | None = None) -> list[tuple[str, str]]:
    """Codes and names of the countries with a way to deliver, France first, then by name; one statement."""
    language = language or get_language() or "fr"
    codes = (
        ZoneCountry.objects.filter(
            zone__methods__active=True, zone__methods__steps__isnull=False, country__is_shipping_country=True
        )
        .values_list("country_id", flat=True)
        .order_by()
        .distinct()
    )
    return _by_name(codes, language)


def countries_of_addresses(language: str | None = None) -> list[tuple[str, str]]:
    """Codes and names of all that can be shipped to, with a way to deliver or without, France first; one statement."""
    codes = Country.objects.filter(is_shipping_country=True).values_list("pk", flat=True)
    return _by_name(codes, language or get_language() or "fr")


def _by_name(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    named = [(code, country_name(code, language)) for code in codes]
    return sorted(named, key=lambda one: (one[0] != places.HOME, places.folded(one[1])))


def country_name(code: str, language: str | None = None) -> str:
    """The country in the words of a language (the active one): "Pays-Bas", "Netherlands"."""
    return places.name(code, language or get_language() or "fr")


def express_zone(
    *, weight: int = 0, total: int = 0, free: bool = False, language: str | None = None
) -> tuple[list[str], list[Quote]]:
    """Countries of one tariff and the ways to deliver there, for a checkout that asks for the address last.

    They are those of the zone in which home lies, and only ways to the door: a pick-up point cannot be chosen there.
    """
    found = quotes(country=places.HOME, weight=weight, total=total, free=free, language=language)
    here = ZoneCountry.objects.filter(zone__countries=places.HOME, country__is_shipping_country=True)
    codes = list(here.order_by("pk").values_list("country_id", flat=True))
    to_the_door = [one for one in found if not one.is_pickup]
    return (codes, to_the_door) if to_the_door else ([], [])


def points_near(country: str, postcode: str, limit: int = 8) -> list[PickupPoint]:
    """Pick-up points that are open to parcels, the nearest to a postcode first; none where none is near."""
    try:
        postcode = clean_postcode(country, postcode)
    except ValidationError:
        return []
    found = PickupPoint.objects.filter(near.around(country, postcode), country=country, active=True)
    return near.in_order(found, country, postcode)[:limit]


def point(code: str, country: str) -> PickupPoint | None:
    """The pick-up point of this code, if parcels can be sent there."""
    return PickupPoint.objects.filter(code=code, country=country, active=True).first()


def at_point(address: Address, point: PickupPoint) -> Address:
    """Where the parcel goes when somebody fetches it: their name and telephone, the point's address and code."""
    return replace(
        address,
        line1=point.name,
        line2=point.address,
        postcode=point.postcode,
        city=point.city,
        country=point.country_id,
        point=point.code,
    )


def _methods(country: str) -> list[tuple[Method, list[Step]]]:
    """The ways to deliver to a country with their tariffs, in the merchant's order; one statement."""
    steps = Step.objects.filter(
        method__active=True, method__zone__countries=country, method__zone__countries__is_shipping_country=True
    ).select_related("method")
    # To fetch a parcel one needs a place to fetch it at.
    somewhere = Exists(PickupPoint.objects.filter(country=country, active=True))
    steps = steps.filter(~Q(method__kind=Method.Kind.PICKUP) | somewhere)
    found: dict[int, tuple[Method, list[Step]]] = {}
    for step in sorted(steps.order_by(), key=lambda step: (step.method.position, step.method_id, step.pk)):
        found.setdefault(step.method_id, (step.method, []))[1].append(step)
    return list(found.values())


def _quote(method: Method, country: str, amount: int) -> Quote:
    promised = dates.promise(
        order_before=method.order_before, days_min=method.days_min, days_max=method.days_max, country=country
    )
    return Quote(
        code=method.code,
        name=method.name,
        kind=method.kind,
        price=amount,
        free_from=method.free_from,
        earliest=promised.earliest,
        latest=promised.latest,
        words=dates.arrival_in_words(promised.earliest, promised.latest, pickup=method.kind == Method.Kind.PICKUP),
        note=_("Order %(before)s") % {"before": dates.limit_in_words(promised.until, clock.now())},
        until=promised.until,
    )
