"""A merchant's promotion counts in a basket as it was meant."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shop import clock
from shop.cart import services
from shop.cart.exceptions import Refused
from shop.cart.models import Basket
from shop.promotions.making import Wish, make_promotion
from shop.promotions.offer.models import Benefit
from shop.promotions.voucher.models import Voucher
from tests import factories as make

pytestmark = pytest.mark.django_db


def wish(**fields: Any) -> Wish:
    now = clock.now()
    usual = {"name_fr": "Automne", "name_en": "Autumn", "kind": Benefit.PERCENTAGE, "value": Decimal(10)}
    return Wish(**usual | {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)} | fields)


def test_a_code_off_a_category_from_a_sum_on() -> None:
    shelf = make.category()
    inside, outside = make.product(categories=[shelf], price=2500), make.product(price=2500)
    make_promotion(wish(code="Automne-24", categories=[shelf], least=Decimal(40)))
    basket = Basket.objects.create()
    services.add(basket, outside.pk, 4)
    services.add(basket, inside.pk, 1)
    with pytest.raises(Refused, match="This code counts from €40 on, and €15 is missing"):
        services.enter_code(basket, "automne24")

    services.add(basket, inside.pk, 1)
    applied = services.enter_code(basket, "automne24")

    assert (applied.name, applied.amount) == ("Autumn", 500)


def test_an_amount_off_products_for_everybody_and_free_delivery() -> None:
    one, other = make.product(price=2500), make.product(price=2500)
    make_promotion(wish(kind=Benefit.FIXED, value=Decimal(5), products=[one]))
    make_promotion(wish(kind=Benefit.SHIPPING_PERCENTAGE, value=Decimal(100), name_fr="Port", name_en="Free delivery"))
    basket = Basket.objects.create()
    services.add(basket, one.pk, 3)
    services.add(basket, other.pk, 1)

    reckoned = services.reckon(basket)

    assert (reckoned.discount, reckoned.has_free_delivery) == (500, True)


def test_a_merchant_makes_a_code_in_the_admin_and_a_wrong_one_is_told_beside_its_field(client: Any) -> None:
    client.force_login(make.merchant())
    words = {
        "name_fr": "Automne", "name_en": "Autumn", "kind": "Percentage", "value": "10", "code": "AUTOMNE-24",
        "starts_at_0": "2026-01-01", "starts_at_1": "00:00", "ends_at_0": "2036-01-01", "ends_at_1": "00:00",
    }  # fmt: skip
    assert client.get("/admin/offer/conditionaloffer/add/").status_code == 200
    wrong = client.post("/admin/offer/conditionaloffer/add/", words | {"value": "110"})
    assert (wrong.status_code, Voucher.objects.count()) == (200, 0)

    made = client.post("/admin/offer/conditionaloffer/add/", words)
    again = client.post("/admin/offer/conditionaloffer/add/", words)

    assert (made.status_code, again.status_code) == (302, 200)
    assert Voucher.objects.get().folded == "AUTOMNE24"
    assert client.get("/admin/offer/conditionaloffer/").status_code == 200
    assert (
        client.get(f"/admin/offer/conditionaloffer/{Voucher.objects.get().offers.get().pk}/change/").status_code == 200
    )
