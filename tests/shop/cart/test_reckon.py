"""What a basket comes to: promotions and codes from rows, and the same number of statements whatever its size."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.cart import services
from shop.cart.models import Basket, Line
from shop.people.services import person_for_user
from shop.promotions.offer.models import Benefit, Condition, ConditionalOffer
from shop.promotions.voucher.models import Voucher
from tests import factories as make
from tests import promotion_factories as promote

pytestmark = pytest.mark.django_db


def filled(*goods: tuple[Any, int]) -> Basket:
    basket = Basket.objects.create()
    for product, quantity in goods:
        services.add(basket, product.pk, quantity)
    return basket


def test_a_line_is_told_as_it_would_be_sold_now() -> None:
    kind = make.kind()
    make.attribute(kind, "format", [("a3", "A3", "A3 wide")], axis=True, position=1)
    poster = make.product("Affiche Phare", "Lighthouse print", kind=kind, weight=250)
    make.picture(poster)
    variant = make.variant(poster, {"format": make.option("a3")}, price=3450, upc="P-A3")
    variant.stockrecords.update(cost="7.10")
    basket = filled((variant, 2))

    (line,) = services.reckon(basket).lines

    assert (line.variant_id, line.product_id, line.quantity) == (variant.pk, poster.pk, 2)
    assert (line.unit_price, line.discount, line.total, line.unit_cost) == (3450, 0, 6900, 710)
    assert (line.title, line.variant, line.sku) == ("Lighthouse print", "A3 wide", "P-A3")
    assert (line.vat_class, line.weight) == ("standard", 250)
    assert line.picture.endswith("-360.webp")
    assert line.url == "/en/p/lighthouse-print/?v=P-A3"


def test_a_promotion_for_everybody_and_a_code_apply_in_the_order_of_priority() -> None:
    mug, poster = make.product(price=1900, in_stock=None), make.product(price=3333, in_stock=None)
    promote.offer(Benefit.MULTIBUY, None, within=promote.goods(mug), least=3, priority=5, name_en="Three for two")
    promote.code("AUTUMN", [promote.offer(value="12.5", within=promote.goods(poster))])
    basket = filled((mug, 4), (poster, 3))
    services.enter_code(basket, "autumn")

    reckoned = services.reckon(basket)

    assert [(one.name, one.amount, one.code, one.times) for one in reckoned.applied] == [
        ("Three for two", 1900, "", 1),
        (reckoned.applied[1].name, 1250, "AUTUMN", 1),  # 12.5 % of 99.99 is 12.49875
    ]
    assert [line.discount for line in reckoned.lines] == [1900, 1250]
    assert (reckoned.before, reckoned.goods) == (7600 + 9999, 7600 - 1900 + 9999 - 1250)
    assert reckoned.codes == ("AUTUMN",)


@pytest.mark.parametrize(
    ("kind", "value", "price_of_490", "is_free"),
    [
        (Benefit.SHIPPING_PERCENTAGE, 100, 0, True),
        (Benefit.SHIPPING_PERCENTAGE, 50, 245, False),
        (Benefit.SHIPPING_PERCENTAGE, "33.33", 326, False),
        (Benefit.SHIPPING_ABSOLUTE, 2, 290, False),
        (Benefit.SHIPPING_ABSOLUTE, 9, 0, False),
        (Benefit.SHIPPING_FIXED_PRICE, 0, 0, True),
        (Benefit.SHIPPING_FIXED_PRICE, 1, 100, False),
        (Benefit.SHIPPING_FIXED_PRICE, 9, 490, False),
    ],
)
def test_promotions_on_delivery_say_what_becomes_of_its_price(
    kind: str, value: Any, price_of_490: int, is_free: bool
) -> None:
    promote.offer(kind, value)
    reckoned = services.reckon(filled((make.product(price=1000), 1)))

    assert (reckoned.goods, reckoned.discount) == (1000, 0)
    assert reckoned.has_free_delivery is is_free
    assert reckoned.delivery_price(490) == price_of_490
    assert reckoned.delivery_price(0) == 0


def test_a_promotion_on_delivery_leaves_the_goods_to_others() -> None:
    promote.offer(Benefit.SHIPPING_PERCENTAGE, 100, condition=Condition.VALUE, least=15, priority=9)
    promote.offer(value=10)
    reckoned = services.reckon(filled((make.product(price=2000), 1)))

    assert (reckoned.goods, reckoned.has_free_delivery) == (1800, True)


@pytest.mark.parametrize("when", ["suspended", "not begun", "over", "used up", "spent"])
def test_a_promotion_that_does_not_run_gives_nothing(when: str) -> None:
    from datetime import timedelta

    from shop import clock

    now, day = clock.now(), timedelta(days=1)
    fields: dict[str, Any] = {
        "suspended": {"status": ConditionalOffer.SUSPENDED},
        "not begun": {"start_datetime": now + day},
        "over": {"end_datetime": now - day},
        "used up": {"max_global_applications": 2, "num_applications": 2},
        "spent": {"max_discount": 5, "total_discount": 5},
    }[when]
    promote.offer(value=10, **fields)

    assert services.reckon(filled((make.product(price=2000), 1))).goods == 2000


def test_ranges_by_category_kind_and_exclusion_mean_variants_too() -> None:
    shelf = make.category("Affiches", "Prints")
    below = make.category("Grandes", "Large", parent=shelf)
    kind = make.kind("Mug")
    large, small, mug, other = (
        make.product(categories=[below], price=1000),
        make.product(categories=[shelf], price=1000),
        make.product(kind=kind, price=1000),
        make.product(kind=make.kind("Thé"), price=1000),
    )
    parent = make.product(kind=make.kind("Carnet"), categories=[below])
    child = make.variant(parent, {}, price=1000)
    by_shelf = promote.goods()
    by_shelf.included_categories.add(shelf)
    by_shelf.excluded_products.add(small)
    by_shelf.classes.add(kind)
    promote.offer(value=50, within=by_shelf)
    basket = filled((large, 1), (small, 1), (mug, 1), (other, 1), (child, 1))

    assert [line.discount for line in services.reckon(basket).lines] == [500, 0, 500, 0, 500]


def test_a_range_of_everything_leaves_out_excluded_categories() -> None:
    shelf = make.category("Thé", "Tea")
    tea, poster = make.product(categories=[shelf], price=1000), make.product(price=1000)
    everything = promote.everything()
    everything.excluded_categories.add(shelf)
    promote.offer(value=50)

    assert [line.discount for line in services.reckon(filled((tea, 1), (poster, 1))).lines] == [0, 500]


def test_our_ranges_agree_with_oscars_own_for_every_product() -> None:
    shelf, other = make.category("A", "A"), make.category("B", "B")
    below = make.category("C", "C", parent=shelf)
    kinds = [make.kind("Mug"), make.kind("Thé")]
    goods = [
        make.product(kind=kinds[number % 2], categories=[[shelf], [below], [other], []][number % 4])
        for number in range(8)
    ]
    goods += [make.variant(make.product(kind=kinds[0], categories=[below]), {}) for _ in range(2)]
    ranges = [promote.goods(goods[0], goods[8].parent), promote.goods(goods[1]), promote.everything(), promote.goods()]
    ranges[0].excluded_products.add(goods[9], goods[1])
    ranges[1].included_categories.add(shelf)
    ranges[1].excluded_products.add(goods[8].parent)
    ranges[2].excluded_categories.add(below)
    ranges[3].classes.add(kinds[1])
    plain = {one.pk: {product.pk for product in goods if one.contains_product(product)} for one in ranges}

    from shop.promotions.offer.ranges import fill

    fill(ranges, goods)

    assert {one.pk: set(one.members or ()) for one in ranges} == plain
    assert all(plain.values())


@pytest.mark.parametrize("signed_in", [False, True])
def test_reckoning_costs_at_most_ten_statements_and_the_page_fourteen_whatever_the_size(signed_in: bool) -> None:
    client, user = Client(), make.user("ada")
    if signed_in:
        client.force_login(user)
    kind = make.kind()
    make.attribute(kind, "format", [("a3", "A3", "A3")], axis=True, position=1)
    shelf = make.category()
    near = promote.goods()
    near.included_categories.add(shelf)
    for number in range(3):
        promote.offer(value=5, within=near, priority=number, exclusive=False)
    promote.offer(Benefit.SHIPPING_PERCENTAGE, 100, max_user_applications=1)
    promote.code("ONCE", usage=Voucher.ONCE_PER_CUSTOMER)
    promote.code("MORE", [promote.offer(Benefit.FIXED, 3)])

    costs = {}
    for size in (1, 10, 50):
        while Line.objects.count() < size:
            product = make.product(kind=kind, categories=[shelf], in_stock=None)
            make.picture(product)
            variant = make.variant(product, {"format": make.option("a3")}, price=1500, in_stock=None)
            assert client.post("/en/basket/add/", {"variant": variant.pk, "quantity": "1"}).status_code == 302
        basket = Basket.objects.get()
        basket.vouchers.set(Voucher.objects.all())
        person = person_for_user(user=user)
        with CaptureQueriesContext(connection) as reckoning:
            reckoned = services.reckon(basket, person=person)
        assert (len(reckoned.lines), len(reckoned.codes)) == (size, 2)
        client.get("/en/basket/")
        with CaptureQueriesContext(connection) as page:
            assert client.get("/en/basket/").status_code == 200
        asked = [query["sql"] for query in page.captured_queries if '"cache"' not in query["sql"]]
        costs[size] = (len(reckoning), len(asked))

    assert costs[1] == costs[10] == costs[50]
    assert costs[50][0] <= 10
    assert costs[50][1] <= 14
