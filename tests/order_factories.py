"""Drafts and orders for tests: ada buys prints."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from oscar.apps.address.models import Country

from shop import clock
from shop.cents import tax_within
from shop.delivery.addresses import Address
from shop.order import services
from shop.order.drafts import Draft, DraftDelivery, DraftLine, DraftReduction
from shop.order.models import Order, Parcel, ParcelLine
from shop.people.models import Person
from shop.people.services import person_for_email
from tests import factories

_number = itertools.count(1)
ADDRESS = Address(
    first_name="Ada",
    last_name="Martin",
    line1="3 rue des Halles",
    postcode="44000",
    city="Nantes",
    country="FR",
    phone="+33240000000",
)


def draft_line(quantity: int = 1, price: int = 2400, *, off: int = 0, rate: int = 200, **fields: Any) -> DraftLine:
    """So many of a new print; `off` cents less for all of them."""
    product = fields.pop("product", None) or factories.product(price=price, in_stock=50)
    total = quantity * price - off
    defaults: dict[str, Any] = {
        "variant_id": product.pk,
        "stockrecord_id": product.stockrecords.get().pk,
        "unit_cost": 800,
        "title": product.title,
        "variant": "A3",
        "sku": f"SKU-{product.pk}",
        "picture": "pictures/1-360.webp",
    }
    return DraftLine(
        **defaults | fields,
        quantity=quantity,
        unit_price=price,
        total=total,
        tax=tax_within(total, rate),
        vat_rate=rate,
    )


def delivery(price: int = 490, rate: int = 200) -> DraftDelivery:
    shares = ((rate, price, tax_within(price, rate)),) if price else ()
    return DraftDelivery("home", "À domicile", price, shares, earliest="2026-11-25", latest="2026-11-27")


def draft(**fields: Any) -> Draft:
    """One print of 24 € sent home for 4,90 €, by card, to ada."""
    country()
    defaults: dict[str, Any] = {
        "reference": f"P{next(_number)}",
        "email": "ada@example.org",
        "language": "fr",
        "address": ADDRESS,
        "delivery": delivery(),
    }
    if "person_id" not in fields:
        fields["person_id"] = person(fields.get("email", "ada@example.org")).pk
    if "lines" not in fields:
        fields["lines"] = (draft_line(),)
    off = sum(line.unit_price * line.quantity - line.total for line in fields["lines"])
    if off and "reductions" not in fields:
        fields["reductions"] = (DraftReduction("promotion", "Remise", off),)
    return Draft(**defaults | fields)


def again(given: Draft, **fields: Any) -> Draft:
    """The same draft, but for this."""
    return replace(given, **fields)


def order(**fields: Any) -> Order:
    """An order that stands, written by the service."""
    return services.write(draft(**fields))


def person(email: str = "ada@example.org") -> Person:
    return person_for_email(email=email, language="fr")


def country(code: str = "FR") -> Country:
    defaults = {"printable_name": "France" if code == "FR" else code, "name": code, "is_shipping_country": True}
    return Country.objects.get_or_create(iso_3166_1_a2=code, defaults=defaults)[0]


def parcel(order: Order, pieces: dict[int, int] | None = None, *, state: str = "preparing", **fields: Any) -> Parcel:
    """A parcel with these pieces by line id (all, unless told); shipped a day ago, delivered an hour ago."""
    now: datetime = clock.now()
    if state in ("shipped", "delivered"):
        fields.setdefault("shipped_at", now - timedelta(days=1))
    if state == "delivered":
        fields.setdefault("delivered_at", now - timedelta(hours=1))
    made = Parcel.objects.create(order=order, number=order.parcels.count() + 1, state=state, **fields)
    wanted = pieces if pieces is not None else {line.pk: line.quantity for line in order.lines.all()}
    ParcelLine.objects.bulk_create(
        ParcelLine(parcel=made, line_id=line_id, quantity=quantity) for line_id, quantity in wanted.items()
    )
    return made


def again_line(given: DraftLine, **fields: Any) -> DraftLine:
    return replace(given, **fields)


def again_address(**fields: Any) -> Address:
    return replace(ADDRESS, **fields)
