"""What can be promised before anything is known of the buyer: home, the smallest parcel, an order made now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language

from shop import clock
from shop.delivery import dates, selectors
from shop.delivery.places import HOME
from shop.pages import versions

# What everything depends on that tells dates or prices of delivery.
VERSION = "delivery"


@dataclass(frozen=True)
class Estimate:
    """`words` and `limit` in the active language; cents with VAT; right until `until`."""

    words: str
    limit: str
    price_from: int
    free_from: int | None
    until: datetime


_kept: dict[str, tuple[str, Estimate | None]] = {}


def now() -> Estimate | None:
    """The merchant's first way to the door (else the first of all) at home; None where there is no way yet.

    Kept by this process in each language until the ways change, the days change, or midnight, when "tomorrow" becomes
    another day. Not by `remembered`, which forgets whenever anything changes in the catalogue.
    """
    language, version = get_language() or "", versions.read({VERSION})[VERSION]
    known = _kept.get(language)
    if known and known[0] == version and (known[1] is None or clock.now() < known[1].until):
        return known[1]
    made = _made()
    _kept[language] = (version, made)
    return made


def _made() -> Estimate | None:
    quotes = selectors.quotes(country=HOME, weight=0, total=0)
    if not quotes:
        return None
    first = next((quote for quote in quotes if not quote.is_pickup), quotes[0])
    midnight = clock.start_of(clock.today() + timedelta(days=1))
    return Estimate(
        words=first.words,
        limit=dates.limit_in_words(first.until),
        price_from=min(quote.price for quote in quotes),
        free_from=min((quote.free_from for quote in quotes if quote.free_from is not None), default=None),
        until=min(first.until, midnight),
    )
