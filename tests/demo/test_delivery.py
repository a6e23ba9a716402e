"""The demo shop delivers as its page says, everywhere it says."""

import re

import pytest
from django.core.management import call_command
from django.utils import translation

from demo.fill.delivery import fill_delivery
from demo.goods.pages import home_slots
from demo.goods.shipping import WAYS, points
from demo.goods.spec import Target
from shop.content.models import Page
from shop.delivery import places, selectors
from shop.delivery.addresses import clean_postcode
from shop.delivery.models import PickupPoint
from shop.pages.money import euros

pytestmark = pytest.mark.django_db


def test_every_country_that_is_shipped_to_has_a_way_to_the_door() -> None:
    fill_delivery()

    for country in places.SHIPPED_TO:
        found = selectors.quotes(country=country, weight=800, total=3000)
        assert any(not quote.is_pickup for quote in found), country
    assert {code for code, _name in selectors.countries()} == set(places.SHIPPED_TO)


def test_prices_are_those_that_the_page_tells() -> None:
    call_command("demo_data", verbosity=0)

    for language, slug in (("fr", "livraison"), ("en", "delivery")):
        with translation.override(language):
            body = Page.objects.get(slug=slug).body
            told = set(re.findall(r"€\d+\.\d\d|\d+,\d\d\u00a0€", body))
            asked = {
                euros(quote.price)
                for country in ("FR", "BE", "PL")
                for quote in selectors.quotes(country=country, weight=800, total=3000)
            }
        assert told == asked


def test_points_are_in_real_places_and_none_is_there_twice() -> None:
    fill_delivery()

    assert len(points()) == 28
    assert len({point.code for point in points()}) == 28
    for point in PickupPoint.objects.all():
        assert clean_postcode(point.country_id, point.postcode) == point.postcode
    assert [point.code for point in selectors.points_near("FR", "44000")][:3] == ["NTE01", "NTE02", "NTE03"]
    assert [point.code for point in selectors.points_near("BE", "1000")][:2] == ["BRU01", "BRU02"]


def test_a_parcel_can_be_fetched_only_where_there_are_points() -> None:
    fill_delivery()

    def ways(country: str) -> list[str]:
        return [quote.code for quote in selectors.quotes(country=country, weight=800, total=3000)]

    assert ways("FR") == ["relais", "domicile", "express"]
    assert ways("MC") == ["domicile", "express"]
    assert ways("BE") == ["relais", "domicile"]
    assert ways("DE") == ["domicile"]


def test_free_delivery_is_never_express() -> None:
    fill_delivery()

    prices = {quote.code: quote.price for quote in selectors.quotes(country="FR", weight=800, total=5900)}
    promoted = {quote.code: quote.price for quote in selectors.quotes(country="FR", weight=800, total=100, free=True)}

    assert prices == promoted == {"relais": 0, "domicile": 0, "express": 990}
    assert selectors.free_from("FR") == 5900
    assert selectors.free_from("BE") is None


def test_the_home_page_promises_what_the_tariffs_keep() -> None:
    slot = next(slot for slot in home_slots() if slot.target == Target(page="delivery") and slot.kind == "assurance")
    ways = [way for way in WAYS if way.zone == 0 and way.code != "express"]
    assert {way.days for way in ways} == {(3, 5)}
    assert slot.title.fr.replace("\u00a0", " ") == "Chez vous en 3 à 5 jours ouvrés"
    assert slot.title.en.replace("\u00a0", " ") == "With you in 3 to 5 working days"
    assert {way.free_from for way in ways} == {5_900}
    assert "59" in slot.text.fr
    assert "59" in slot.text.en
