"""The page where an order is packed, shipped and delivered."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from shop.order.models import Order, Parcel
from tests import factories
from tests import order_factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia() -> Client:
    client = Client()
    client.force_login(factories.merchant())
    return client


def page_of(order: Order) -> str:
    return f"/admin/order/order/{order.pk}/parcels/"


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def parcels(order: Order) -> list[tuple[str, list[int]]]:
    rows = order.parcels.order_by("number")
    return [
        (parcel.state, list(parcel.lines.order_by("line_id").values_list("quantity", flat=True))) for parcel in rows
    ]


def packs(client: Client, order: Order, *pieces: object, seen: object = 0) -> Any:
    """Types these numbers beside the lines and presses the button."""
    lines = order.lines.order_by("pk")
    typed = {f"pieces-{line.pk}": str(number) for line, number in zip(lines, pieces, strict=True)}
    return client.post(page_of(order), typed | {"pack": "1", "batch": "Lundi", "seen": str(seen)}, follow=True)


def test_an_order_goes_from_its_page_to_the_door_in_two_parcels(mia: Client) -> None:
    order = make.order(lines=(make.draft_line(2), make.draft_line(1)))
    assert page_of(order) in mia.get(f"/admin/order/order/{order.pk}/change/").content.decode()

    assert said(packs(mia, order, 1, 0)) == ["Le colis 1 est prêt."]
    first = order.parcels.get()
    sent = mia.post(page_of(order), {"ship": first.pk, "carrier": " Colissimo ", "tracking": "6A1"}, follow=True)
    assert said(sent) == ["Le colis 1 est parti. Le client est prévenu."]
    packs(mia, order, 1, 1, seen=1)
    second = order.parcels.get(number=2)
    for parcel in (first, second):
        mia.post(page_of(order), {"ship": parcel.pk})
        mia.post(page_of(order), {"deliver": parcel.pk})

    assert parcels(order) == [("delivered", [1]), ("delivered", [1, 1])]
    first.refresh_from_db()
    assert (first.carrier, first.tracking, first.batch) == ("Colissimo", "6A1", "Lundi")
    assert Order.objects.get().status == "delivered"
    assert "plus rien à préparer" in mia.get(page_of(order)).content.decode()


@pytest.mark.parametrize("typed", ["3", "-1", "1.5", "NaN", "²", "9999999999", "<b>"])
def test_a_wrong_number_is_told_beside_its_field_and_nothing_is_packed(mia: Client, typed: str) -> None:
    order = make.order(lines=(make.draft_line(2),))

    answer = packs(mia, order, typed)

    assert (answer.status_code, parcels(order)) == (422, [])
    assert "Saisissez un nombre entier de 0 à 2." in answer.content.decode()
    assert answer.context["loose"][0].typed == typed
    assert f'value="{escape(typed)}"' in answer.content.decode()


def test_nothing_typed_is_told_and_nothing_is_packed(mia: Client) -> None:
    order = make.order()
    assert said(packs(mia, order, 0)) == ["Indiquez combien d’articles vont dans le colis."]
    assert parcels(order) == []


@pytest.mark.parametrize("seen", [0, "", "x"])
def test_a_second_click_packs_nothing_more(mia: Client, seen: object) -> None:
    order = make.order(lines=(make.draft_line(3),))
    packs(mia, order, 1)
    assert said(packs(mia, order, 1, seen=seen)) == [
        "Les colis de cette commande ont changé entre-temps. Regardez encore avant de préparer."
    ]
    assert parcels(order) == [("preparing", [1])]


def test_a_parcel_is_taken_apart_but_not_once_it_has_left(mia: Client) -> None:
    order = make.order()
    packs(mia, order, 1)
    one = order.parcels.get()
    mia.post(page_of(order), {"unpack": one.pk})
    assert parcels(order) == [("cancelled", [])]
    packs(mia, order, 1, seen=1)
    two = order.parcels.get(number=2)
    mia.post(page_of(order), {"ship": two.pk}, follow=True)

    answer = mia.post(page_of(order), {"unpack": two.pk}, follow=True)

    assert said(answer) == ["Entre-temps, le colis 2 a franchi une étape."]
    assert parcels(order) == [("cancelled", []), ("shipped", [1])]


def test_the_parcel_of_another_order_is_not_touched_from_here(mia: Client) -> None:
    order, other = make.order(), make.order(email="ben@example.org")
    parcel = make.parcel(other)
    for number in (parcel.pk, 0, "x", 10**30):
        assert mia.post(page_of(order), {"ship": number}).status_code == 404
    assert Parcel.objects.get().state == "preparing"


def test_only_who_may_change_orders_packs_them() -> None:
    order = make.order()
    client = Client()
    assert client.post(page_of(order), {"pack": "1"}).status_code in (302, 403)
    client.force_login(factories.user("tom", is_staff=True))
    assert (client.get(page_of(order)).status_code, parcels(order)) == (403, [])


def test_the_page_costs_the_same_whatever_is_in_the_order(mia: Client, django_assert_max_num_queries: Any) -> None:
    order = make.order(lines=tuple(make.draft_line() for _line in range(8)))
    make.parcel(order, {line.pk: 1 for line in order.lines.all()[:4]})
    mia.get(page_of(order))
    with django_assert_max_num_queries(20):
        mia.get(page_of(order))
