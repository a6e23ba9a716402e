"""Ways to deliver and pick-up points."""

from oscar.apps.address.models import Country

from demo.fill.rows import texts
from demo.goods.shipping import WAYS, points
from shop.delivery import places
from shop.delivery.models import Method, PickupPoint, Step, Zone, ZoneCountry


def fill_delivery() -> None:
    """All of it, for a shop without a way to deliver; countries and zones where a migration has not left them."""
    places.fill(Country, Zone, ZoneCountry)
    zones = list(Zone.objects.order_by("position", "pk"))
    for position, way in enumerate(WAYS):
        method = Method.objects.create(
            zone=zones[way.zone],
            code=way.code,
            kind=way.kind,
            days_min=way.days[0],
            days_max=way.days[1],
            order_before=way.order_before,
            free_from=way.free_from,
            free_by_promotion=way.free_by_promotion,
            position=position,
            **texts(name=way.name),
        )
        Step.objects.bulk_create(Step(method=method, up_to_grams=grams, price=price) for grams, price in way.steps)
    for point in points():
        latitude, longitude = point.position
        PickupPoint.objects.create(
            code=point.code,
            name=point.name,
            address=point.address,
            postcode=point.postcode,
            city=point.city,
            country_id=point.country,
            latitude=latitude,
            longitude=longitude,
            **texts(hours=point.hours),
        )
