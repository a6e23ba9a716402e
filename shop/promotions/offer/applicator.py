"""Oscar's applicator, on a sheet of lines in memory: promotions are loaded once and applied in order of priority."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from oscar.apps.offer.applicator import Applicator as Oscar
from oscar.apps.offer.results import OfferApplications


class Sheet:
    """The part of a basket that promotions look at."""

    owner = None

    def __init__(self, lines: Sequence[Any]) -> None:
        self._lines = list(lines)
        self.currency = settings.OSCAR_DEFAULT_CURRENCY
        self.offer_applications = OfferApplications()

    def all_lines(self) -> list[Any]:
        return self._lines


class Applicator(Oscar):
    """Applies promotions that somebody else has loaded (`selectors.running`)."""

    def sheet(self, lines: Sequence[Any], offers: Iterable[Any]) -> Sheet:
        """The lines with every promotion applied: highest priority first, codes before the others, then by age."""
        sheet = Sheet(lines)
        order = sorted(offers, key=lambda offer: (-offer.priority, offer.get_voucher() is None, offer.pk))
        self.apply_offers(sheet, order)
        return sheet
