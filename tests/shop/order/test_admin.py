"""Orders in the administration: found by an index, read in full, noted on, never edited."""

from typing import Any

import pytest
from django.test import Client

from shop.order import doors
from shop.order.doors import Door
from shop.order.models import Order, OrderNote
from tests import factories
from tests import order_factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia() -> Client:
    client = Client()
    client.force_login(factories.merchant())
    return client


def numbers(page: Any) -> list[str]:
    return [order.number for order in page.context["cl"].result_list]


def test_an_order_is_found_by_its_number_or_its_address_and_by_nothing_else(mia: Client) -> None:
    order = make.order()
    make.order(email="ben@example.org")
    for term in (order.number, order.number.lower(), "ada@example.org", " Ada@Example.org "):
        assert numbers(mia.get("/admin/order/order/", {"q": term})) == [order.number], term
    for term in (order.number[:4], "ada", "@", "nobody@example.org", "%"):
        assert numbers(mia.get("/admin/order/order/", {"q": term})) == [], term


def test_the_list_costs_the_same_whatever_it_holds(mia: Client, django_assert_max_num_queries: Any) -> None:
    for place in range(6):
        make.order(email=f"somebody{place}@example.org")
    mia.get("/admin/order/order/")
    with django_assert_max_num_queries(9):
        assert len(numbers(mia.get("/admin/order/order/"))) == 6


def test_an_order_shows_its_margin_and_the_doors_of_other_rooms(mia: Client) -> None:
    order = make.order()
    doors.links.register("test", lambda request, order: [Door("Refund it", "/admin/x/", ""), Door("No", "/no/", "x.y")])
    try:
        page = mia.get(f"/admin/order/order/{order.pk}/change/").content.decode()
    finally:
        doors.links.unregister("test")
    # 24 € hold 4 € of VAT and cost 8 €.
    assert "12\u00a0€" in page
    assert "Refund it" in page
    assert "à préparer" in page
    assert "&#x27;placed&#x27;" not in page


def test_a_note_bears_its_author_and_nothing_else_can_be_written(mia: Client) -> None:
    order = make.order()
    sent = {"number": "HACKED", "total_incl_tax": "1.00", "notes-0-message": "Appeler avant", "notes-0-id": ""}
    for prefix in ("lines", "reductions", "parcels", "notes"):
        sent |= {f"{prefix}-TOTAL_FORMS": "1" if prefix == "notes" else "0", f"{prefix}-INITIAL_FORMS": "0"}
    assert mia.post(f"/admin/order/order/{order.pk}/change/", sent).status_code == 302
    note = OrderNote.objects.get()
    assert (note.message, note.user.email) == ("Appeler avant", "mia@example.org")
    assert Order.objects.get().number == order.number
    assert Order.objects.get().total == 2890
    assert mia.get("/admin/order/order/add/").status_code == 403
    assert mia.post(f"/admin/order/order/{order.pk}/delete/").status_code == 403
