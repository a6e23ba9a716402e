"""Filling a basket: every refusal is a sentence and leaves it as it was."""

import pytest

from shop.cart import quantities, services
from shop.cart.exceptions import Closed, Refused
from shop.cart.models import Basket, Line
from tests import factories as make

pytestmark = pytest.mark.django_db


def inside(basket: Basket) -> dict[int, int]:
    return dict(Line.objects.filter(basket=basket).values_list("product_id", "quantity"))


def test_the_same_thing_twice_is_one_line_and_the_first_touch_stays() -> None:
    basket, poster = Basket.objects.create(), make.product(price=2400, in_stock=10)

    services.add(basket, poster.pk, 2, via="letter")
    services.add(basket, poster.pk, 3, via="friend")

    assert inside(basket) == {poster.pk: 5}
    assert Basket.objects.get().touch == "letter"


@pytest.mark.parametrize(
    ("in_stock", "first", "more", "sentence"),
    [
        (3, 0, 4, "There are only 3 left."),
        (3, 2, 2, "There are only 3 left. 2 are in your basket already."),
        (1, 0, 2, "There is only 1 left."),
        (0, 0, 1, "This one is sold out."),
        (None, 98, 2, "99 of one thing at most. For more, write to us. 98 are in your basket already."),
        (None, 0, 0, "At least 1. To take it out, choose “Remove”."),
        (None, 0, -1, "At least 1. To take it out, choose “Remove”."),
        (None, 0, 10**9, "99 of one thing at most. For more, write to us."),
    ],
)
def test_more_than_there_is_is_refused_in_words(in_stock: int | None, first: int, more: int, sentence: str) -> None:
    basket, poster = Basket.objects.create(), make.product(in_stock=in_stock)
    if first:
        services.add(basket, poster.pk, first)

    with pytest.raises(Refused) as refused:
        services.add(basket, poster.pk, more)

    assert refused.value.sentence == sentence
    assert inside(basket) == ({poster.pk: first} if first else {})


@pytest.mark.parametrize("hidden", ["draft", "no price", "parent", "nothing"])
def test_what_is_not_on_sale_does_not_come_in(hidden: str) -> None:
    basket = Basket.objects.create()
    number = {
        "draft": lambda: make.product(public=False).pk,
        "no price": lambda: make.product(price=None).pk,
        "parent": lambda: make.variant(make.product(), {}).parent_id,
        "nothing": lambda: 10**18,
    }[hidden]()

    with pytest.raises(Refused, match=r"This one is no longer sold. Your basket is unchanged."):
        services.add(basket, number, 1)

    assert inside(basket) == {}


def test_a_basket_holds_a_hundred_different_things_and_five_hundred_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantities, "MOST_LINES", 2)
    monkeypatch.setattr(quantities, "MOST_PIECES", 10)
    basket, goods = Basket.objects.create(), [make.product(in_stock=None) for _ in range(3)]
    for one in goods[:2]:
        services.add(basket, one.pk, 4)

    with pytest.raises(Refused, match="A basket holds 2 different things at most"):
        services.add(basket, goods[2].pk, 1)
    with pytest.raises(Refused, match="A basket holds 10 pieces at most"):
        services.add(basket, goods[0].pk, 3)
    with pytest.raises(Refused, match="A basket holds 10 pieces at most"):
        services.set_quantity(basket, Line.objects.get(product=goods[0]).pk, 7)

    assert inside(basket) == {goods[0].pk: 4, goods[1].pk: 4}


def test_a_quantity_is_set_and_a_line_of_another_basket_cannot_be_touched() -> None:
    mine, theirs, poster = Basket.objects.create(), Basket.objects.create(), make.product(in_stock=10)
    line = services.add(theirs, poster.pk, 2)

    services.set_quantity(theirs, line.pk, 7)
    with pytest.raises(Line.DoesNotExist):
        services.set_quantity(mine, line.pk, 1)
    services.remove(mine, line.pk)

    assert inside(theirs) == {poster.pk: 7}


def test_what_was_taken_out_last_comes_back_as_far_as_it_is_there() -> None:
    basket, poster = Basket.objects.create(), make.product(in_stock=5)
    line = services.add(basket, poster.pk, 4)

    services.remove(basket, line.pk)
    services.remove(basket, line.pk)
    assert inside(basket) == {}
    record = poster.stockrecords.get()
    record.num_in_stock = 3
    record.save()
    services.put_back(basket)
    services.put_back(basket)

    assert inside(basket) == {poster.pk: 3}


def test_an_ordered_basket_takes_nothing_more() -> None:
    basket, poster = Basket.objects.create(), make.product()
    line = services.add(basket, poster.pk, 1)

    assert services.submitted(basket) is True
    assert services.submitted(basket) is False
    for change in (
        lambda: services.add(basket, poster.pk, 1),
        lambda: services.set_quantity(basket, line.pk, 2),
        lambda: services.remove(basket, line.pk),
        lambda: services.put_back(basket),
    ):
        with pytest.raises(Closed):
            change()

    assert inside(basket) == {poster.pk: 1}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "At least 1. To take it out, choose “Remove”."),
        ("-1", "At least 1. To take it out, choose “Remove”."),
        ("−3", "At least 1. To take it out, choose “Remove”."),
        ("1000000000", "99 of one thing at most. For more, write to us."),
        ("9" * 5_000, "99 of one thing at most. For more, write to us."),
        ("100", "99 of one thing at most. For more, write to us."),
        ("two", "Write a whole number in figures, for example 2."),
        ("1.5", "Write a whole number in figures, for example 2."),
        ("1e3", "Write a whole number in figures, for example 2."),
        ("NaN", "Write a whole number in figures, for example 2."),
        ("３", "Write a whole number in figures, for example 2."),
        ("٣", "Write a whole number in figures, for example 2."),
        ("-", "Write a whole number in figures, for example 2."),
        ("1\x00", "Write a whole number in figures, for example 2."),
        ("", "How many? Write a figure, for example 1."),
        ("  ", "How many? Write a figure, for example 1."),
    ],
)
def test_a_field_that_holds_no_quantity_is_answered_in_words(typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        quantities.parsed(typed)

    assert refused.value.sentence == sentence


@pytest.mark.parametrize(("typed", "meant"), [("1", 1), (" 12 ", 12), ("007", 7), ("99", 99)])
def test_a_field_that_holds_one_is_read(typed: str, meant: int) -> None:
    assert quantities.parsed(typed) == meant
