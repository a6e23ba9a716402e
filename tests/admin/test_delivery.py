"""The merchant says how the shop delivers; what no carrier does is refused in words, and nothing is kept of it."""

from typing import Any

import pytest
from django.test import Client

from shop.delivery import selectors
from shop.delivery.models import Method, PickupPoint, Step, Zone, ZoneCountry
from shop.pages import versions
from tests import delivery_factories as make
from tests import factories
from tests.admin.forms import complaints, shown

pytestmark = pytest.mark.django_db
METHODS, ZONES, POINTS = ("/admin/shipping/method/", "/admin/shipping/zone/", "/admin/shipping/pickuppoint/")


@pytest.fixture
def mia(client: Client) -> Client:
    client.force_login(factories.merchant())
    client.cookies["django_language"] = "en"
    return client


def home_delivery(mia: Client, **typed: Any) -> dict[str, Any]:
    """The form of a new way to deliver, filled in."""
    words = {"name_fr": "À domicile", "name_en": "To your door", "code": "home", "zone": make.zones()[0].pk}
    tariff = {"steps-TOTAL_FORMS": 2, "steps-0-up_to_grams": 500, "steps-0-price": "4,90"}
    tariff |= {"steps-1-up_to_grams": 2000, "steps-1-price": "6.90"}
    hours = {"kind": "home", "order_before": "14:00", "days_min": 2, "days_max": 4, "free_from": "59"}
    return shown(mia.get(METHODS + "add/")) | words | tariff | hours | typed


def test_a_way_to_deliver_is_written_with_its_tariff_and_offered_at_once(mia: Client) -> None:
    answer = mia.post(METHODS + "add/", home_delivery(mia))

    assert complaints(answer) == []
    method = Method.objects.get()
    assert (method.free_from, method.days_min, method.days_max, str(method.order_before)) == (5900, 2, 4, "14:00:00")
    assert list(Step.objects.values_list("up_to_grams", "up_to_total", "price")) == [
        (500, None, 490),
        (2000, None, 690),
    ]
    assert [quote.price for quote in selectors.quotes(country="FR", weight=501, total=5899)] == [690]
    assert selectors.free_from("FR") == 5900


def test_an_amount_is_shown_as_it_is_typed_and_stays_when_nothing_is_changed(mia: Client) -> None:
    made = make.method(steps=((500, 3000, 490), (500, None, 390)), free_from=5950)
    page = mia.get(f"{METHODS}{made.pk}/change/")

    answer = mia.post(f"{METHODS}{made.pk}/change/", shown(page))

    assert 'value="59.50"' in page.text
    assert 'value="30.00"' in page.text
    assert complaints(answer) == []
    assert Method.objects.get().free_from == 5950
    assert set(Step.objects.values_list("up_to_total", "price")) == {(3000, 490), (None, 390)}


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"days_min": 5, "days_max": 3}, "days_max", "At least 5 working days, at most 3: turn them round."),
        ({"name_en": ""}, "name_en", "This field is required."),
        ({"free_from": "-1"}, "free_from", "Ensure this value is greater than or equal to 0."),
        ({"free_from": "1e9"}, "free_from", "Ensure that there are no more than 8 digits in total."),
        ({"code": "à domicile"}, "code", ""),
        ({"order_before": "25:00"}, "order_before", "Enter a valid time."),
    ],
)
def test_nonsense_in_a_way_to_deliver_is_refused(mia: Client, typed: dict[str, Any], field: str, words: str) -> None:
    answer = mia.post(METHODS + "add/", home_delivery(mia, **typed))

    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert list(errors) == [field]
    assert words in str(errors[field])
    assert Method.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"steps-1-up_to_grams": 500}, "Two steps up to 500 g: keep one."),
        (
            {"steps-0-up_to_total": "30", "steps-1-up_to_grams": 500, "steps-1-up_to_total": "30,00"},
            "Two steps up to 500 g for goods up to €30: keep one.",
        ),
        ({"steps-TOTAL_FORMS": 0}, "A way that is offered needs at least one step of its tariff."),
        ({"steps-0-up_to_grams": 0}, "Ensure this value is greater than or equal to 1."),
        ({"steps-0-price": "-3"}, "Ensure this value is greater than or equal to 0."),
        ({"steps-0-price": "4.999"}, "Ensure that there are no more than 2 decimal places."),
        ({"steps-0-price": ""}, "This field is required."),
    ],
)
def test_nonsense_in_a_tariff_is_refused(mia: Client, typed: dict[str, Any], words: str) -> None:
    answer = mia.post(METHODS + "add/", home_delivery(mia, **typed))

    assert answer.status_code == 200
    assert words in str(complaints(answer))
    assert (Method.objects.count(), Step.objects.count()) == (0, 0)


def test_a_way_that_is_not_offered_may_wait_for_its_tariff(mia: Client) -> None:
    typed = home_delivery(mia, **{"steps-TOTAL_FORMS": 0})
    del typed["active"]

    assert complaints(mia.post(METHODS + "add/", typed)) == []
    assert selectors.quotes(country="FR", weight=1, total=1) == []


def test_a_code_stands_once_in_a_zone_and_may_stand_in_another(mia: Client) -> None:
    make.method("home")
    first, second, _third = make.zones()

    refused = mia.post(METHODS + "add/", home_delivery(mia))
    taken = mia.post(METHODS + "add/", home_delivery(mia, zone=second.pk))

    assert f"The zone “{first.name_en}” has a way with this code already." in str(complaints(refused))
    assert complaints(taken) == []
    assert list(Method.objects.values_list("zone", "code")) == [(first.pk, "home"), (second.pk, "home")]


def test_a_country_in_two_zones_is_refused_and_the_zone_named(mia: Client) -> None:
    home, near, _rest = make.zones()
    address = f"{ZONES}{home.pk}/change/"
    typed = shown(mia.get(address))
    assert sorted(typed["codes"]) == ["FR", "MC"]

    answer = mia.post(address, typed | {"codes": ["FR", "MC", "BE", "PL"]})

    errors = answer.context["adminform"].form.errors["codes"]
    assert list(errors) == [
        "Belgium lies in the zone “Neighbouring countries” already. Take it out there first.",
        "Poland lies in the zone “Rest of the European Union” already. Take it out there first.",
    ]
    assert set(home.countries.values_list("pk", flat=True)) == {"FR", "MC"}
    assert near.countries.filter(pk="BE").exists()


def test_a_country_moves_from_one_zone_to_another_and_every_page_is_made_anew(
    mia: Client, django_capture_on_commit_callbacks: Any
) -> None:
    home, near, _rest = make.zones()
    before = versions.fresh(["delivery", "content"])

    for zone, change in ((near, {"BE"}), (home, {"BE"})):
        address = f"{ZONES}{zone.pk}/change/"
        typed = shown(mia.get(address))
        with django_capture_on_commit_callbacks(execute=True):
            answer = mia.post(address, typed | {"codes": sorted(set(typed["codes"]) ^ change)})
        assert complaints(answer) == []

    assert ZoneCountry.objects.get(country="BE").zone == home
    after = versions.fresh(["delivery", "content"])
    assert after["delivery"] != before["delivery"]
    assert after["content"] != before["content"]


@pytest.mark.parametrize("countries", [[], ["CH"], ["XX"]])
def test_a_zone_holds_countries_that_are_shipped_to_and_at_least_one(mia: Client, countries: list[str]) -> None:
    Zone.objects.all().delete()
    typed = {"name_fr": "Alpes", "name_en": "Alps", "position": 0, "codes": countries}

    answer = mia.post(ZONES + "add/", typed)

    assert list(answer.context["adminform"].form.errors) == ["codes"]
    assert Zone.objects.count() == 0


def test_a_pick_up_point_is_written_with_the_postcode_of_its_country(mia: Client) -> None:
    make.zones()
    typed = {"name": "Tabac", "code": "NTE1", "address": "1 rue A", "city": "Nantes", "active": "on"}

    kept = mia.post(POINTS + "add/", typed | {"country": "FR", "postcode": " 44 000 "})
    short = mia.post(POINTS + "add/", typed | {"code": "NTE2", "country": "FR", "postcode": "4400"})
    half = mia.post(POINTS + "add/", typed | {"code": "NTE3", "country": "FR", "postcode": "44000", "latitude": "47"})
    abroad = mia.post(POINTS + "add/", typed | {"code": "NTE4", "country": "CH", "postcode": "1200"})

    assert complaints(kept) == []
    assert "One digit is missing: French postcodes have five, for example 44000." in str(complaints(short))
    assert "Give latitude and longitude, or neither." in str(complaints(half))
    assert "country" in abroad.context["adminform"].form.errors
    assert list(PickupPoint.objects.values_list("code", "postcode")) == [("NTE1", "44000")]


def test_a_shop_without_a_way_to_deliver_is_told_so_on_each_list(mia: Client) -> None:
    make.zones()

    for address in (METHODS, ZONES, POINTS):
        assert "Nobody can order yet: no way to deliver has a tariff." in mia.get(address).text

    make.method()
    text = mia.get(METHODS).text
    assert "Nobody can order yet" not in text
    assert "Without a way to deliver, although in a zone: Austria, Belgium, Bulgaria" in text
    assert "Pick-up is offered to nobody" not in text

    make.pickup()
    assert "Pick-up is offered to nobody: no pick-up point is open to parcels." in mia.get(METHODS).text
