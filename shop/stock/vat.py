"""VAT rates by country, class and day; a constant price with VAT, so the rate never changes what is paid.

The rate is that of the country the goods go to (Directive 2006/112/EC Art. 33(a), declared by the one-stop shop).
Rows are the merchant's; where there is none, what shop.stock.rates_in_law knows holds.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from shop import clock
from shop.stock import rates_in_law
from shop.stock.models import VatRate

HOME = "FR"
# What holds at home where no row says otherwise, in thousandths.
FRENCH = {"standard": 200, "food": 55, "book": 55}


def rows_for(vat_class: Any, country: str = HOME, day: date | None = None) -> QuerySet[VatRate]:
    """The rates of a class (a name, or an expression) in a country on a day, the one in force first."""
    return VatRate.objects.filter(country=country, vat_class=vat_class, valid_from__lte=day or clock.today()).order_by(
        "-valid_from"
    )


def rate(vat_class: str, country: str = HOME, day: date | None = None) -> int:
    """The rate in thousandths (200 is 20 %) of a class in a country on a day; France's where the country is not known.

    A class that is not known bears the standard rate.
    """
    known = rows_for(vat_class, country, day).values_list("rate", flat=True).first()
    return _in_law(vat_class, country, day or clock.today()) if known is None else known


def rates(country: str = HOME, day: date | None = None) -> dict[str, int]:
    """The rate in thousandths of every class in a country on a day, in one statement."""
    day = day or clock.today()
    rows = VatRate.objects.filter(country=country, valid_from__lte=day).order_by("valid_from")
    in_law = {name: _in_law(name, country, day) for name in rates_in_law.CLASSES}
    return in_law | dict(rows.values_list("vat_class", "rate"))


def _in_law(vat_class: str, country: str, day: date) -> int:
    return rates_in_law.rate(country if country in rates_in_law.COUNTRIES else HOME, vat_class, day)
