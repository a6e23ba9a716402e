"""VAT of the country the goods go to: every country of the Union, each class, on the day it holds."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.delivery import places
from shop.stock import rates_in_law, vat
from shop.stock.models import VatRate

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)

# Country: standard, food, book, in thousandths, on 24 November 2026. Written out anew from the sources named in
# shop/stock/rates_in_law.py, so that a slip of the pen there shows here.
IN_FORCE = {
    "AT": (200, 100, 100),
    "BE": (210, 60, 60),
    "BG": (200, 200, 90),
    "CY": (190, 50, 30),
    "CZ": (210, 120, 0),
    "DE": (190, 70, 70),
    "DK": (250, 250, 250),
    "EE": (240, 240, 90),
    "ES": (210, 100, 40),
    "FI": (255, 135, 135),
    "FR": (200, 55, 55),
    "GR": (240, 240, 60),
    "HR": (250, 250, 50),
    "HU": (270, 270, 50),
    "IE": (230, 0, 0),
    "IT": (220, 220, 40),
    "LT": (210, 210, 50),
    "LU": (170, 30, 30),
    "LV": (210, 210, 50),
    "MC": (200, 55, 55),
    "MT": (180, 0, 50),
    "NL": (210, 90, 90),
    "PL": (230, 230, 50),
    "PT": (230, 230, 60),
    "RO": (210, 110, 110),
    "SE": (250, 60, 60),
    "SI": (220, 95, 50),
    "SK": (230, 190, 50),
}


def test_every_country_that_is_delivered_to_has_its_rates() -> None:
    assert set(rates_in_law.COUNTRIES) == set(places.SHIPPED_TO) == set(IN_FORCE)


@pytest.mark.parametrize("country", IN_FORCE)
def test_the_rates_in_force_of_a_country(country: str) -> None:
    standard, food, book = IN_FORCE[country]

    assert vat.rates(country, TODAY) == {"standard": standard, "food": food, "book": book}
    assert [vat.rate(name, country, TODAY) for name in ("standard", "food", "book")] == [standard, food, book]


@pytest.mark.parametrize(
    ("country", "vat_class", "day", "expected"),
    [
        ("EE", "standard", date(2025, 6, 30), 220),
        ("EE", "standard", date(2025, 7, 1), 240),
        ("EE", "food", date(2025, 6, 30), 220),
        ("RO", "standard", date(2025, 7, 31), 190),
        ("RO", "book", date(2025, 8, 1), 110),
        ("FI", "food", date(2025, 12, 31), 140),
        ("FI", "food", date(2026, 1, 1), 135),
        ("LT", "book", date(2025, 12, 31), 90),
        ("LT", "book", date(2026, 1, 1), 50),
        ("SE", "food", date(2026, 3, 31), 120),
        ("SE", "food", date(2026, 4, 1), 60),
        ("SE", "food", date(2027, 12, 31), 60),
        ("SE", "food", date(2028, 1, 1), 120),
        ("FR", "standard", date(2020, 1, 1), 200),
    ],
)
def test_a_rate_begins_on_its_day(country: str, vat_class: str, day: date, expected: int) -> None:
    assert vat.rate(vat_class, country, day) == expected
    assert vat.rates(country, day)[vat_class] == expected


def test_a_row_of_the_merchant_goes_before_what_law_tables_say() -> None:
    VatRate.objects.create(country="DK", vat_class="book", rate=0, valid_from=date(2026, 7, 1))
    VatRate.objects.create(country="DK", vat_class="candle", rate=125, valid_from=date(2026, 7, 1))

    assert vat.rates("DK", TODAY) == {"standard": 250, "food": 250, "book": 0, "candle": 125}
    assert vat.rates("DK", date(2026, 6, 30))["book"] == 250
    assert vat.rate("book", "DK", TODAY) == 0


def test_rows_that_are_gone_are_told_by_the_tables() -> None:
    VatRate.objects.all().delete()

    assert vat.rates("SE", TODAY) == {"standard": 250, "food": 60, "book": 60}
    assert vat.rate("food", "SE", TODAY) == 60


def test_a_class_or_country_that_nobody_knows_bears_a_standard_rate() -> None:
    assert vat.rate("candle", "BE", TODAY) == 210
    assert vat.rates("XX", TODAY) == {"standard": 200, "food": 55, "book": 55}


def test_all_rates_of_a_country_cost_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        vat.rates("DE", TODAY)

    assert len(asked) == 1
