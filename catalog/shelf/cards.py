"""Cards: what a list shows of a product, ready for the template."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.urls import reverse

from catalog.models import Availability, ShelfItem
from catalog.pictures.naming import Picture


@dataclass(frozen=True)
class Card:
    """A product in a list. Cents with VAT; `rating` in stars; `boundary`: when "new" ends; `made_at`: of its row."""

    id: int
    title: str
    url: str
    summary: str
    picture: Picture
    other_picture: Picture
    alt: str
    variants: int
    price: int | None
    has_range: bool
    prior: int | None
    is_new: bool
    is_gone: bool
    is_few: bool
    rating: float | None
    rating_count: int
    likes: int
    boundary: datetime | None
    made_at: datetime | None = None


def card(item: ShelfItem, now: datetime) -> Card:
    """The card of a shelf row in the active language."""
    is_new = item.new_until is not None and item.new_until > now
    return Card(
        id=item.pk,
        title=item.title,
        url=reverse("catalog:product", kwargs={"slug": item.slug}),
        summary=item.summary,
        picture=item.picture,
        other_picture=item.other_picture,
        alt=item.picture_alt,
        variants=item.variants,
        price=item.price_from,
        has_range=item.price_from != item.price_to,
        prior=item.price_prior,
        is_new=is_new,
        is_gone=item.availability == Availability.GONE,
        is_few=item.availability == Availability.FEW,
        rating=item.rating / 100 if item.rating is not None else None,
        rating_count=item.rating_count,
        likes=item.likes,
        boundary=item.new_until if is_new else None,
        made_at=item.refreshed_at,
    )


def cards(items: QuerySet[ShelfItem], now: datetime) -> list[Card]:
    """The cards of shelf rows, in their order."""
    return [card(item, now) for item in items]


def newest(count: int, now: datetime) -> list[Card]:
    """What came on sale last and can be bought."""
    rows = ShelfItem.objects.filter(availability__gt=Availability.GONE)
    return cards(rows.order_by(F("published_at").desc(nulls_last=True), "-product_id")[:count], now)


def best_sellers(count: int, now: datetime, but: tuple[int, ...] = ()) -> list[Card]:
    """What sold most often and can be bought. Never a product that has not sold: that would be a false claim."""
    rows = ShelfItem.objects.filter(availability__gt=Availability.GONE, sales__gt=0).exclude(pk__in=but)
    return cards(rows.order_by("-sales", "-priority", "product_id")[:count], now)


def put_forward(count: int, now: datetime, but: tuple[int, ...] = ()) -> list[Card]:
    """What the merchant puts forward (priority) and can be bought."""
    rows = ShelfItem.objects.filter(availability__gt=Availability.GONE).exclude(pk__in=but)
    return cards(rows.order_by("-priority", "product_id")[:count], now)


def chosen(ids: list[int], now: datetime, *, buyable: bool = False) -> list[Card]:
    """The cards of these products in this order; `buyable` leaves out what is sold out."""
    rows = ShelfItem.objects.filter(pk__in=ids)
    if buyable:
        rows = rows.filter(availability__gt=Availability.GONE)
    found = {item.pk: item for item in rows}
    return [card(found[pk], now) for pk in ids if pk in found]
