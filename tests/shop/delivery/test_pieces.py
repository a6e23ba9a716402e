"""Pieces of the checkout, asked for alone: ways to deliver and points, as somebody without an account sees them."""

import re

import pytest
from django.test import Client

from tests import delivery_factories as make
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_country_brings_its_own_ways_and_its_own_prices() -> None:
    make.deliver_everywhere()

    france = Client().get("/en/delivery/options/?country=FR&postcode=44000&delivery=home").text
    belgium = Client().get("/en/delivery/options/?country=BE&postcode=1000&delivery=home").text

    assert "€3.90" in france
    assert re.search(r'value="home"[^>]* checked>', france)
    assert "€8.90" in belgium
    assert "€5.90" not in belgium


def test_a_country_without_a_way_is_told_in_a_sentence_that_names_it() -> None:
    make.deliver_everywhere()

    text = Client().get("/en/delivery/options/?country=CH").text

    assert "We do not deliver to this country yet: Switzerland. Choose another one." in text
    assert 'type="radio"' not in text


def test_points_are_the_near_ones_and_one_chosen_before_stays() -> None:
    make.deliver_everywhere()
    make.point("NTE1", "44000")
    make.point("LIL1", "59000", city="Lille")

    text = Client().get("/en/delivery/points/?country=FR&postcode=44200&point=LIL1").text

    assert text.index('value="LIL1" checked') < text.index('value="NTE1"')
    assert "LIL1" not in Client().get("/en/delivery/points/?country=FR&postcode=44200").text


def test_weight_and_sum_are_those_of_the_visitors_own_basket_whatever_the_address_says() -> None:
    make.deliver_everywhere()
    shopper = Client()
    heavy = factories.product(price=3000, in_stock=50, weight=8000)
    asked = "/en/delivery/options/?country=FR&postcode=44000&delivery=home"

    shopper.post("/en/basket/add/", {"variant": heavy.pk, "quantity": "1"})
    one = shopper.get(f"{asked}&weight=1&total=999999&free=1").text
    shopper.post("/en/basket/add/", {"variant": heavy.pk, "quantity": "1"})
    two = shopper.get(asked).text
    shopper.post("/en/basket/add/", {"variant": heavy.pk, "quantity": "2"})
    four = shopper.get(f"{asked}&weight=1").text

    assert "€5.90" in one
    assert "free" in two
    assert "€5.90" not in two
    assert "This basket is too heavy for one parcel." in four


def test_a_closed_point_is_not_chosen_and_at_most_five_are_shown() -> None:
    make.deliver_everywhere()
    for number in range(7):
        make.point(f"NTE{number}", "44000")
    make.point("SHUT", "44000", active=False)

    text = Client().get("/en/delivery/options/?country=FR&postcode=44000&delivery=pickup&point=SHUT").text

    assert text.count('name="point"') == 5
    assert "SHUT" not in text
    assert text.count("checked") == 1


@pytest.mark.parametrize(
    "query", ["", "country=%00", "country=" + "x" * 5000, "country=FR&country=BE&point[]=1", "%ff=%fe"]
)
def test_garbage_in_the_address_is_answered_in_words(query: str) -> None:
    make.deliver_everywhere()

    for piece in ("options", "points"):
        assert Client().get(f"/en/delivery/{piece}/?{query}").status_code in (200, 400)
    assert Client().post("/en/delivery/options/").status_code == 405
