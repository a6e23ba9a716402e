"""V2 over HTTP: a code is used as often as it may be, however many pay with it at one moment."""

import itertools
from collections import Counter

import pytest

from tests.faults.conftest import RUNS
from tests.faults.goods import Goods
from tests.faults.house import House
from tests.faults.shopper import Shopper, at_once
from tests.faults.test_stock import shoppers

LONG = RUNS > 1
_number = itertools.count(1)
# A poster of 34,00 and its delivery of 4,90, with and without ten per cent off the poster.
LESS, FULL = 3550, 3890
MAKE = """
from tests import promotion_factories as promote
from shop.promotions.voucher.models import Voucher
named = dict.fromkeys(("name", "name_fr", "name_en"), "Promotion of {text}")
promote.code("{text}", [promote.offer(**named)], {limit})
"""


def code(house: House, limit: str) -> str:
    text = f"SEABREEZE{next(_number)}"
    house.shell(MAKE.format(text=text, limit=limit))
    return text


def with_code(rivals: list[Shopper], goods: Goods, text: str) -> None:
    """Everybody has the goods in the basket, and the code entered while it is still to be had."""
    for rival in rivals:
        rival.add(goods.slug)
        fields = rival.form("/fr/basket/", "/basket/code/")
        assert rival.post("/fr/basket/code/", fields | {"code": text}).status_code in (200, 302, 303)
        assert text in rival.get("/fr/basket/").text


def sums(house: House, goods: Goods) -> dict[int, int]:
    """How many orders of these goods came to how many cents."""
    sql = (
        "SELECT (100 * total_incl_tax)::int, count(*) FROM order_order WHERE id IN "
        "(SELECT order_id FROM order_line WHERE product_id = %s) GROUP BY 1"
    )
    return {int(total): int(count) for total, count in house.rows(sql, goods.variant)}


def test_a_single_use_code_that_thirty_pay_with_at_once_is_used_once(house: House, run: int) -> None:
    goods, many = Goods(house, in_stock=100), 30 if LONG else 8
    text = code(house, "usage=Voucher.SINGLE_USE")
    rivals = shoppers(house, many)
    with_code(rivals, goods, text)

    answers = at_once([rival.check_out for rival in rivals])

    assert Counter(answers) == {"placed": 1, "sold out": many - 1}
    assert sums(house, goods) == {LESS: 1}
    assert rivals[0].check_out() in ("placed", "sold out")  # whoever lost pays without it, and is told before
    assert sums(house, goods).get(LESS) == 1
    house.audit()


def test_one_person_in_two_browsers_uses_a_code_for_once_a_person_once(house: House, run: int) -> None:
    goods = Goods(house, in_stock=100)
    text = code(house, "usage=Voucher.ONCE_PER_CUSTOMER")
    one, _other = shoppers(house, 2)
    other = Shopper(house.addresses[-1], one.stripe, number=one.number)
    with_code([one, other], goods, text)

    answers = at_once([one.check_out, other.check_out])

    assert sorted(answers) == ["placed", "sold out"]
    assert [again.check_out() for again, said in zip((one, other), answers, strict=True) if said == "sold out"] == [
        "placed"
    ]
    assert sums(house, goods) == {LESS: 1, FULL: 1}
    house.audit()


def test_a_code_for_so_many_is_used_by_so_many(house: House, run: int) -> None:
    most = (100 if run == 0 else 5) if LONG else 3
    goods = Goods(house, in_stock=300)
    text = code(house, f"max_uses={most}")
    rivals = shoppers(house, 2 * most)
    with_code(rivals, goods, text)

    answers = at_once([rival.check_out for rival in rivals])

    assert Counter(answers) == {"placed": most, "sold out": most}
    assert sums(house, goods) == {LESS: most}
    assert (goods.orders, goods.stock) == (most, (300, most))
    house.audit()


@pytest.mark.parametrize("writing", ["seabreeze{0}", "  SeaBreeze{0}  "])
def test_other_writings_of_a_code_are_the_same_code(house: House, writing: str) -> None:
    goods = Goods(house, in_stock=100)
    text = code(house, "usage=Voucher.SINGLE_USE")
    rivals = shoppers(house, 2)
    with_code(rivals[:1], goods, text)
    rivals[1].add(goods.slug)
    fields = rivals[1].form("/fr/basket/", "/basket/code/")
    rivals[1].post("/fr/basket/code/", fields | {"code": writing.format(text.removeprefix("SEABREEZE"))})

    assert sorted(at_once([rival.check_out for rival in rivals])) == ["placed", "sold out"]
    assert sums(house, goods) == {LESS: 1}
