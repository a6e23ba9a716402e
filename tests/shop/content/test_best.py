"""Best sellers are what sold; before anything has, the house says that it chose."""

import pytest
from django.test import Client

from catalog.models import ShelfItem
from shop.pages import shared
from tests import factories as make

pytestmark = pytest.mark.django_db


def home() -> str:
    shared.forget()
    return Client().get("/fr/").content.decode()


def test_nothing_is_called_a_best_seller_before_it_has_sold() -> None:
    for number in range(8):
        make.product(f"Mug {number}")

    assert "ventes encore" in home()


def test_once_enough_has_sold_those_sold_most_come_first() -> None:
    products = [make.product(f"Mug {number}", days_on_sale=100 - number) for number in range(9)]
    for number, product in enumerate(products[:5]):
        ShelfItem.objects.filter(pk=product.pk).update(sales=number)

    page = home()

    assert "ventes encore" not in page
    best = page[page.index('id="best"') :]
    assert [number for number in (4, 3, 2, 1) if f"Mug {number}" in best] == [4, 3, 2, 1]
    assert best.index("Mug 4") < best.index("Mug 3") < best.index("Mug 2") < best.index("Mug 1")
    assert "Mug 0" not in best
