"""Which ways there are for a basket and a place, what they cost, and what is said where there is none."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from oscar.apps.address.models import Country

from shop.delivery import places, selectors
from shop.delivery.addresses import Address
from shop.delivery.models import Method, PickupPoint, Step, Zone, ZoneCountry
from tests import delivery_factories as make

pytestmark = pytest.mark.django_db
TUESDAY = datetime.fromisoformat("2026-11-24T10:00:00+01:00")


def ways(country: str = "FR", **asked: object) -> list[tuple[str, int]]:
    given = {"weight": 800, "total": 3000} | asked
    return [(quote.code, quote.price) for quote in selectors.quotes(country=country, **given)]  # type: ignore[arg-type]


def statements(ask: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()  # type: ignore[operator]
    return len(asked)


def test_a_migrated_shop_knows_the_union_its_neighbours_and_three_zones() -> None:
    make.zones()

    assert set(Country.objects.filter(is_shipping_country=True).values_list("pk", flat=True)) == set(places.SHIPPED_TO)
    known = Country.objects.get(pk="CH")
    assert (known.iso_3166_1_a3, known.numeric_code, known.is_shipping_country) == ("CHE", "756", False)
    zones = {zone.name_en: set(zone.countries.values_list("pk", flat=True)) for zone in Zone.objects.all()}
    assert zones["France and Monaco"] == {"FR", "MC"}
    assert zones["Neighbouring countries"] == {"BE", "LU", "DE", "NL", "ES", "IT", "PT"}
    assert set().union(*zones.values()) == set(places.SHIPPED_TO)
    assert sum(len(members) for members in zones.values()) == 28


def test_filling_again_changes_nothing_and_leaves_the_merchants_zones_alone() -> None:
    Zone.objects.all().delete()
    own = Zone.objects.create(name_fr="Tout", name_en="Everything")

    make.zones()

    assert list(Zone.objects.all()) == [own]
    assert ZoneCountry.objects.count() == 0


def test_the_database_itself_refuses_a_country_in_two_zones() -> None:
    _home, _near, rest = make.zones()

    with pytest.raises(IntegrityError):
        ZoneCountry.objects.create(zone=rest, country_id="FR")


def test_a_quote_tells_all_that_checkout_and_order_need() -> None:
    make.method("home", free_from=5900, order_before=time(14))

    with time_machine.travel(TUESDAY, tick=False):
        (quote,) = selectors.quotes(country="FR", weight=800, total=3000, language="en")

    assert (quote.code, quote.name, quote.kind, quote.price) == ("home", "To your door", "home", 590)
    assert (quote.free_from, quote.earliest, quote.latest) == (5900, date(2026, 11, 26), date(2026, 11, 30))
    assert quote.words == "Between Thursday 26 and Monday 30\u00a0November"
    assert quote.note == "Order before 2\u00a0pm"
    assert quote.until == datetime.fromisoformat("2026-11-24T14:00:00+01:00")


def test_names_and_days_follow_the_language_asked_for_whatever_the_page_speaks() -> None:
    make.method("home")

    with time_machine.travel(TUESDAY, tick=False):
        (french,) = selectors.quotes(country="FR", weight=800, total=3000, language="fr")
        (english,) = selectors.quotes(country="FR", weight=800, total=3000, language="en")

    assert (french.name, english.name) == ("À domicile", "To your door")
    assert french.words == "Chez vous entre jeudi 26 et lundi 30\u00a0novembre"
    assert english.words.startswith("Between Thursday")


def test_ways_stand_in_the_merchants_order_and_those_not_offered_or_too_light_are_left_out() -> None:
    make.method("late", position=2)
    make.method("early", position=1)
    make.method("off", position=0, active=False)
    make.method("light", position=3, steps=((500, None, 290),))
    make.method("bare", position=4, steps=())

    assert ways() == [("early", 590), ("late", 590)]
    assert ways(weight=500) == [("early", 590), ("late", 590), ("light", 290)]
    assert ways(weight=1000) == [("early", 590), ("late", 590)]
    assert ways(weight=1001) == []


def test_one_way_by_its_code_or_none() -> None:
    make.deliver_everywhere()

    found = selectors.quote("home", country="BE", weight=800, total=3000)
    assert found is not None
    assert found.price == 890
    assert selectors.quote("express", country="BE", weight=800, total=3000) is None
    assert selectors.quote("home", country="CH", weight=800, total=3000) is None


def test_a_country_that_is_no_longer_shipped_to_has_no_way() -> None:
    make.deliver_everywhere()
    Country.objects.filter(pk="BE").update(is_shipping_country=False)

    assert ways("BE") == []
    assert "BE" not in dict(selectors.countries())


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"country": "CH"}, "We do not deliver to this country yet: Switzerland. Choose another one."),
        ({"country": "US"}, "We do not deliver to this country yet: United States. Choose another one."),
        ({"country": "??"}, "We do not deliver to this country yet: ??. Choose another one."),
        (
            {"country": "FR", "weight": 30_001},
            "This basket is too heavy for one parcel. Take something out, and order it apart.",
        ),
        (
            {"country": "FR", "postcode": "97400"},
            "We do not deliver to French territories overseas yet: customs lie in between. "
            "Choose an address on the mainland.",
        ),
    ],
)
def test_where_there_is_no_way_a_sentence_says_why(asked: dict[str, object], sentence: str) -> None:
    make.deliver_everywhere()
    given = {"weight": 800, "total": 3000} | asked

    with translation.override("en"):
        assert selectors.quotes(**given) == []  # type: ignore[arg-type]
        assert selectors.why_none(**given) == sentence  # type: ignore[arg-type]


def test_a_shop_without_any_way_says_so_and_offers_no_country() -> None:
    make.zones()

    with translation.override("en"):
        why = selectors.why_none(country="FR", weight=1, total=1)
    assert why == "This shop does not deliver yet. Come back a little later."
    assert selectors.countries() == []
    assert selectors.express_zone(weight=1, total=1) == ([], [])
    assert selectors.free_from("FR") is None


def test_countries_stand_by_name_in_each_language_france_first() -> None:
    make.deliver_everywhere()

    french, english = selectors.countries("fr"), selectors.countries("en")

    assert french[:4] == [("FR", "France"), ("DE", "Allemagne"), ("AT", "Autriche"), ("BE", "Belgique")]
    assert english[:4] == [("FR", "France"), ("AT", "Austria"), ("BE", "Belgium"), ("BG", "Bulgaria")]
    assert [code for code, _name in french[-3:]] == ["SI", "SE", "CZ"]
    assert len(french) == len(english) == 28


def test_free_from_is_the_least_of_a_country() -> None:
    make.method("slow", free_from=9900)
    make.method("quick", free_from=5900)
    make.method("off", free_from=100, active=False)

    assert selectors.free_from("FR") == 5900
    assert selectors.free_from("BE") is None


def test_an_express_checkout_gets_the_home_zone_and_ways_to_the_door_only() -> None:
    make.deliver_everywhere()

    countries, found = selectors.express_zone(weight=800, total=3000)

    assert sorted(countries) == ["FR", "MC"]
    assert [(quote.code, quote.price) for quote in found] == [("home", 590)]
    assert selectors.express_zone(weight=30_001, total=3000) == ([], [])


def test_each_question_costs_the_same_however_many_ways_there_are() -> None:
    make.deliver_everywhere()

    def costs() -> list[int]:
        return [
            statements(lambda: selectors.quotes(country="FR", weight=800, total=3000)),
            statements(lambda: selectors.quote("home", country="FR", weight=800, total=3000)),
            statements(lambda: selectors.free_from("FR")),
            statements(selectors.countries),
            statements(lambda: selectors.express_zone(weight=800, total=3000)),
            statements(lambda: selectors.points_near("FR", "44000")),
            statements(lambda: selectors.point("LYO1", "FR")),
        ]

    few = costs()
    for number in range(20):
        make.method(f"way{number}", steps=((500, None, 490), (2000, None, 690), (9000, None, 990)))
        make.point(f"NTE{number}")

    assert costs() == few == [1, 1, 1, 1, 2, 1, 1]


def test_points_of_the_postcode_come_first_then_by_distance_and_none_from_far_away() -> None:
    make.point("CENTRE", "44000", latitude=47.2155, longitude=-1.5560)
    make.point("NORTH", "44300", latitude=47.2431, longitude=-1.5200)
    make.point("WEST", "44100", latitude=47.2033, longitude=-1.5903)
    make.point("COAST", "44600", latitude=47.2690, longitude=-2.2016)
    make.point("UNPLACED", "44800")
    make.point("VENDEE", "85600", latitude=46.9750, longitude=-1.3110)
    make.point("RENNES", "35000", latitude=48.1152, longitude=-1.6803)
    make.point("CLOSED", "44000", active=False)

    def codes(postcode: str) -> list[str]:
        return [point.code for point in selectors.points_near("FR", postcode)]

    assert codes("44000") == ["CENTRE", "WEST", "NORTH", "VENDEE", "COAST", "UNPLACED"]
    assert codes("44300")[0] == "NORTH"
    assert codes("F-44 100")[0] == "WEST"
    assert codes("35700") == ["RENNES"]
    assert codes("13001") == []


@pytest.mark.parametrize("postcode", ["", "4400", "nowhere", "97400"])
def test_a_postcode_that_is_none_has_no_points(postcode: str) -> None:
    make.point("NTE1")

    assert selectors.points_near("FR", postcode) == []


def test_points_abroad_are_told_by_their_postcodes() -> None:
    make.point("BRU1", "1000", "BE", city="Bruxelles")
    make.point("BRU2", "1050", "BE", city="Ixelles")
    make.point("NMR1", "5000", "BE", city="Namur")

    assert [point.code for point in selectors.points_near("BE", "1060")] == ["BRU2", "BRU1"]
    assert selectors.points_near("FR", "10600") == []


def test_at_most_eight_points_are_shown() -> None:
    for number in range(12):
        make.point(f"NTE{number}")

    assert len(selectors.points_near("FR", "44000")) == 8
    assert len(selectors.points_near("FR", "44000", limit=3)) == 3


def test_a_parcel_that_is_fetched_bears_its_owners_name_and_the_points_address() -> None:
    made = make.point("NTE1", name="Tabac des Halles", address="12 rue des Halles")
    ada = Address("Ada", "Lefèvre", "1 rue A", "bât. B", "35000", "Rennes", "FR", "+33612345678")

    assert selectors.at_point(ada, made) == Address(
        *("Ada", "Lefèvre", "Tabac des Halles", "12 rue des Halles", "44000", "Nantes", "FR", "+33612345678", "NTE1")
    )


def test_a_point_is_found_by_code_and_country_while_it_is_open() -> None:
    made = make.point("NTE1")

    assert selectors.point("NTE1", "FR") == made
    assert selectors.point("NTE1", "BE") is None
    assert selectors.point("", "FR") is None
    PickupPoint.objects.update(active=False)
    assert selectors.point("NTE1", "FR") is None


def test_the_database_refuses_the_same_step_twice_and_days_the_wrong_way_round() -> None:
    made = make.method(steps=((500, None, 490), (500, 3000, 590)))

    for step in ({"up_to_grams": 500, "up_to_total": None}, {"up_to_grams": 500, "up_to_total": 3000}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.create(method=made, price=1, **step)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(method=made, price=1, up_to_grams=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Method.objects.filter(pk=made.pk).update(days_min=9)
    assert Step.objects.count() == 2
