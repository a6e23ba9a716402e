"""A query string may hold anything; what is not understood is left out."""

import pytest
from django.http import QueryDict

from catalog.shelf import question
from catalog.shelf.question import Question

KNOWN = {"couleur": {"bleu", "vert"}, "sort": {"up"}}


def read(query: str) -> Question:
    return question.read(QueryDict(query), KNOWN)


@pytest.mark.parametrize(
    ("query", "low", "high"),
    [
        ("min=24", 2400, None),
        ("min=24%2C50&max=30", 2450, 3000),
        ("min=24+%E2%82%AC", 2400, None),
        ("min=30&max=20", 2000, 3000),
        ("min=-5", None, None),
        ("min=NaN&max=1e9", None, None),
        ("min=%C2%B2", None, None),
        ("max=99999999999", None, 10_000_000),
        ("min=", None, None),
    ],
)
def test_prices_are_read_as_people_type_them(query: str, low: int | None, high: int | None) -> None:
    asked = read(query)

    assert (asked.price_min, asked.price_max) == (low, high)


@pytest.mark.parametrize(
    ("text", "page"),
    [("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("999999999999", 1), ("99999", 10_000), ("", 1), ("²", 1)],
)
def test_a_page_is_a_number_within_reason(text: str, page: int) -> None:
    assert read(f"page={text}").page == page


def test_strange_options_sorts_and_names_are_left_out() -> None:
    asked = read("couleur=bleu&couleur=mauve&couleur=%27+OR+1%3D1&taille=s&sort=rm+-rf")

    assert asked == Question(options={"couleur": ("bleu",)})


def test_an_attribute_named_like_a_reserved_word_never_filters() -> None:
    assert read("sort=up").options == {}


def test_an_address_has_one_spelling_and_reads_back_as_the_same_question() -> None:
    asked = read("sort=up&couleur=vert&couleur=bleu&max=30&min=24,50&stock=1&new=1&page=2&utm_source=x")

    address = asked.address()

    assert address == "?couleur=bleu&couleur=vert&min=24.50&max=30&stock=1&new=1&sort=up&page=2"
    assert read(address[1:]) == asked


def test_changing_a_filter_goes_back_to_the_first_page() -> None:
    asked = read("couleur=bleu&page=4")

    assert asked.toggled("couleur", "vert") == "?couleur=bleu&couleur=vert"
    assert asked.toggled("couleur", "bleu") == ""
    assert asked.address(page=5) == "?couleur=bleu&page=5"
