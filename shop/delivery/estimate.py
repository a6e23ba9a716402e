"""What can be promised before anything is known of the buyer: home, the smallest parcel, an order made now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils.translation import get_language

from shop import clock
from shop.delivery import dates, selectors
from shop.delivery.places import HOME
from shop.pages import versions

# What everything depends on that tells dates or prices of delivery.
VERSION = "delivery"
CACHED = "delivery-estimate:"


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

    Kept in each language until the ways change, the days change, or midnight, when "tomorrow" becomes another day: by
    this process, and in the cache, where a process that has just started finds it. Not by `remembered`, which forgets
    whenever anything changes in the catalogue.
    """
    language, found = get_language() or "", versions.read({VERSION, versions.OUTAGE})
    mark = f"{found[VERSION]}:{found[versions.OUTAGE]}:{clock.today():%Y%m%d}"
    known = _kept.get(language)
    if known is None or known[0] != mark:
        known = cache.get(CACHED + language)
    if known is None or known[0] != mark or (known[1] is not None and clock.now() >= known[1].until):
        known = (mark, _made())
        cache.set(CACHED + language, known)
    _kept[language] = known
    return known[1]


def forget() -> None:
    """Empty this process's memory (tests)."""
    _kept.clear()


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
