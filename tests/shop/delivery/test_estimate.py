"""Beside the button that buys: the days, until when, and what it costs; right to the minute, and free of statements."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.delivery.models import Method, PickupPoint, Step, Zone
from shop.pages import shared, versions
from tests import delivery_factories as make
from tests.pages import addresses

pytestmark = pytest.mark.django_db
PAGE = "/en/p/lighthouse-print/"


def at(text: str) -> Any:
    """The clock stands still at this moment in Paris (winter)."""
    return time_machine.travel(datetime.fromisoformat(f"{text}+01:00"), tick=False)


def told(path: str = PAGE) -> str:
    """The words beside the button, in one line."""
    html = Client().get(path).text
    if 'class="estimate"' not in html:
        return ""
    piece = html.split('class="estimate"', 1)[1].split("</p>", 1)[0].split("</svg>", 1)[1]
    return " ".join(piece.replace("<span>", "").replace("</span>", "").replace("<strong>", "").split())


@pytest.fixture(autouse=True)
def shop() -> None:
    addresses.furnish()


def test_the_product_page_tells_days_limit_and_price() -> None:
    make.deliver_everywhere()

    with at("2026-11-24T10:00:00"):
        words = told()

    assert words.replace("\u00a0", " ") == (
        "Between Thursday 26 and Monday 30 November</strong> if you order before 2 pm. "
        "Delivery from €3.90, free from €59."
    )


def test_a_shop_that_does_not_deliver_yet_promises_nothing() -> None:
    make.zones()

    assert told() == ""
    assert Client().get(PAGE).status_code == 200


def test_the_page_is_made_anew_at_the_hour_and_at_midnight_and_not_before() -> None:
    make.deliver_everywhere()
    moments = {
        "2026-11-24T13:59:59": "before 2 pm.",
        "2026-11-24T14:00:00": "before 2 pm tomorrow.",
        "2026-11-24T23:59:59": "before 2 pm tomorrow.",
        "2026-11-25T00:00:00": "before 2 pm.",
        "2026-11-27T14:00:00": "before 2 pm on Monday 30 November.",
        "2026-11-29T00:00:00": "before 2 pm tomorrow.",
    }

    found = {}
    for moment in moments:
        with at(moment):
            found[moment] = told().replace("\u00a0", " ").split("if you order ")[1].split(" Delivery")[0]

    assert found == moments


def test_what_it_costs_follows_the_tariff_at_once(django_capture_on_commit_callbacks: Any) -> None:
    make.deliver_everywhere()
    assert "Delivery from €3.90, free from €59." in told()

    with django_capture_on_commit_callbacks(execute=True):
        Step.objects.get(price=390).delete()
    assert "Delivery from €5.90, free from €59." in told()

    with django_capture_on_commit_callbacks(execute=True):
        for method in Method.objects.all():
            method.free_from = None
            method.save()
    assert "Delivery from €5.90." in told()

    with django_capture_on_commit_callbacks(execute=True):
        step = Step.objects.get(price=590)
        step.price = 0
        step.save()
    assert "Delivery is free." in told()

    with django_capture_on_commit_callbacks(execute=True):
        Zone.objects.all().delete()
    assert told() == ""


def test_points_that_close_take_the_cheapest_way_with_them(django_capture_on_commit_callbacks: Any) -> None:
    make.deliver_everywhere()
    assert "from €3.90" in told()

    with django_capture_on_commit_callbacks(execute=True):
        point = PickupPoint.objects.get()
        point.active = False
        point.save()

    assert "from €5.90" in told()


def test_the_estimate_is_asked_of_the_database_once_a_change_and_not_once_a_page() -> None:
    make.deliver_everywhere()
    Client().get(PAGE)
    shared.forget()
    versions.bump_now("catalog")

    with CaptureQueriesContext(connection) as asked:
        assert Client().get(PAGE).status_code == 200

    assert [sql for sql in (query["sql"] for query in asked.captured_queries) if "shipping_" in sql] == []


def test_both_languages_tell_the_same_days() -> None:
    make.deliver_everywhere()

    with at("2026-11-24T10:00:00"):
        french = told("/fr/p/affiche-phare/")

    assert french.replace("\u00a0", " ") == (
        "Chez vous entre jeudi 26 et lundi 30 novembre</strong> si vous commandez avant 14 h. "
        "Livraison à partir de 3,90 €, offerte dès 59 €."
    )
