"""Ways to deliver for tests: France and its neighbours, with a tariff that one can reckon in one's head."""

from datetime import time
from typing import Any

from oscar.apps.address.models import Country

from shop.delivery import places
from shop.delivery.models import Method, PickupPoint, Step, Zone, ZoneCountry


def zones() -> list[Zone]:
    """The countries and the first zones, as a migrated shop has them (a flushed test database has not)."""
    places.fill(Country, Zone, ZoneCountry)
    return list(Zone.objects.order_by("position"))


def method(code: str = "home", *, zone: Zone | None = None, steps: Any = ((1000, None, 590),), **fields: Any) -> Method:
    """A way to deliver in the first zone unless told otherwise; steps are (up to grams, up to cents or None, price)."""
    fields.setdefault("name_fr", "À domicile")
    fields.setdefault("name_en", "To your door")
    fields.setdefault("days_min", 2)
    fields.setdefault("days_max", 4)
    fields.setdefault("order_before", time(14))
    made = Method.objects.create(zone=zone or zones()[0], code=code, **fields)
    Step.objects.bulk_create(
        Step(method=made, up_to_grams=grams, up_to_total=total, price=price) for grams, total, price in steps
    )
    return made


def pickup(**fields: Any) -> Method:
    return method("pickup", **{"kind": "pickup", "name_fr": "Point relais", "name_en": "Pick-up point"} | fields)


def point(code: str = "NTE1", postcode: str = "44000", country: str = "FR", **fields: Any) -> PickupPoint:
    zones()
    words = {"name": f"Tabac {code}", "address": "3 rue de la Paix", "city": "Nantes"} | fields
    return PickupPoint.objects.create(code=code, postcode=postcode, country_id=country, **words)


def deliver_everywhere() -> list[Method]:
    """France at 5.90 € (3.90 € at a point: LYO1), free from 59 €; neighbours at 8.90 €; the Union's rest at 11.90 €."""
    home, near, rest = zones()
    point("LYO1", "69001", city="Lyon")
    heavy = 30_000
    return [
        pickup(zone=home, steps=((heavy, None, 390),), free_from=5900, position=0),
        method(zone=home, steps=((heavy, None, 590),), free_from=5900, position=1),
        method(zone=near, steps=((heavy, None, 890),), position=0),
        method(zone=rest, steps=((heavy, None, 1190),), position=0),
    ]
