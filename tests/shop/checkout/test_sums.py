"""One arithmetic: lines, reductions, delivery and VAT agree to the cent."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from shop.cart.reckoning import Applied, Line, Reckoning
from shop.checkout.sums import Delivery, Reduced, sum_up

RATES = {"standard": 200, "food": 55, "book": 55}
HOME = Delivery("home", "À domicile", 490)


def line(unit_price: int, quantity: int = 1, discount: int = 0, vat_class: str = "standard", number: int = 1) -> Line:
    return Line(
        line_id=number,
        variant_id=number,
        product_id=number,
        stockrecord_id=number,
        quantity=quantity,
        unit_price=unit_price,
        discount=discount,
        total=unit_price * quantity - discount,
        vat_class=vat_class,
        unit_cost=500,
        weight=100,
        title="Affiche",
        variant="A3",
        sku="A",
        picture="",
        url="/",
    )


def test_a_poster_two_mugs_and_delivery_of_one_rate() -> None:
    sums = sum_up(Reckoning((line(3400), line(1900, 2, number=2))), delivery=HOME, rates=RATES)

    assert (sums.before, sums.goods, sums.total, sums.due) == (7200, 7200, 7690, 7690)
    assert [one.tax for one in sums.lines] == [567, 633]
    assert sums.delivery.shares == ((200, 490, 82),)
    assert sums.vat == [(200, 567 + 633 + 82)]


def test_delivery_is_parted_over_the_rates_by_what_the_goods_cost() -> None:
    goods = Reckoning((line(3000), line(1000, vat_class="food", number=2)))

    sums = sum_up(goods, delivery=HOME, rates=RATES)

    assert sums.delivery.shares == ((200, 368, 61), (55, 122, 6))
    assert sums.vat == [(200, 500 + 61), (55, 52 + 6)]
    assert sums.tax == 619


def test_points_make_lines_cheaper_before_vat() -> None:
    goods = Reckoning((line(3000), line(1000, number=2)))

    sums = sum_up(goods, delivery=HOME, rates=RATES, reduced=[Reduced("points", "500 points", 500)])

    assert [one.total for one in sums.lines] == [2625, 875]
    assert [one.tax for one in sums.lines] == [438, 146]
    assert [(one.kind, one.amount) for one in sums.reductions] == [("points", 500)]
    assert sums.total == 3500 + 490


def test_a_reduction_never_takes_more_than_the_goods() -> None:
    sums = sum_up(Reckoning((line(300),)), delivery=HOME, rates=RATES, reduced=[Reduced("points", "", 9_999)])

    assert (sums.goods, sums.total, sums.reductions[0].amount) == (0, 490, 300)


def test_what_the_basket_took_off_stands_among_the_reductions() -> None:
    applied = Applied(offer_id=7, name="Dix pour cent", amount=340, code="DIX", voucher_id=3)

    sums = sum_up(Reckoning((line(3400, discount=340),), (applied,)), delivery=HOME, rates=RATES)

    only = sums.reductions[0]
    assert (only.kind, only.label, only.amount, only.offer_id, only.voucher_id, only.code) == (
        *("promotion", "Dix pour cent", 340, 7, 3, "DIX"),
    )
    assert sums.goods == 3060


def test_a_promotion_on_delivery_takes_its_part_off_what_is_charged() -> None:
    half = Applied(offer_id=1, name="Port à moitié prix", amount=0, delivery="percent", delivery_value=5_000)
    free = Applied(offer_id=2, name="Port offert", amount=0, free_delivery=True)

    assert sum_up(Reckoning((line(3400),), (half,)), delivery=HOME, rates=RATES).delivery.price == 245
    assert sum_up(Reckoning((line(3400),), (free,)), delivery=HOME, rates=RATES).delivery.price == 490


def test_a_basket_of_which_everything_went_comes_to_nothing() -> None:
    sums = sum_up(Reckoning(), delivery=HOME, rates=RATES)

    assert (sums.total, sums.delivery.shares, sums.vat) == (0, (), [])


def test_another_destination_changes_the_vat_and_not_the_price() -> None:
    goods = Reckoning((line(3400),))

    france = sum_up(goods, delivery=HOME, rates=RATES)
    hungary = sum_up(goods, delivery=HOME, rates={"standard": 270})

    assert france.total == hungary.total == 3890
    assert (france.tax, hungary.tax) == (567 + 82, 723 + 104)


@given(
    st.lists(
        st.tuples(st.integers(0, 50_000), st.integers(1, 20), st.sampled_from(["standard", "food"])),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 2_000),
    st.lists(st.integers(0, 30_000), max_size=3),
)
def test_whatever_is_bought_the_parts_add_up(goods: list[tuple[int, int, str]], price: int, reduced: list[int]) -> None:
    lines = tuple(line(unit, quantity, 0, name, i) for i, (unit, quantity, name) in enumerate(goods))

    sums = sum_up(
        Reckoning(lines),
        delivery=replace(HOME, price=price),
        rates=RATES,
        reduced=[Reduced(f"plug{i}", "", amount) for i, amount in enumerate(reduced)],
    )

    assert sums.before - sum(one.amount for one in sums.reductions) == sums.goods >= 0
    assert all(0 <= one.tax <= one.total for one in sums.lines)
    assert sum(gross for _rate, gross, _tax in sums.delivery.shares) == price
    assert sums.tax == sum(one.tax for one in sums.lines) + sum(tax for _rate, _gross, tax in sums.delivery.shares)
    assert sums.total == sums.goods + price == sums.due
