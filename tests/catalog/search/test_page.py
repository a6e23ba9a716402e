"""The search page: what it says, what it never says, and what it costs."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import ShelfItem
from tests import factories as make
from tests.catalog.search.goods import stock_the_shelves
from tests.catalog.search.test_finding import GARBAGE

pytestmark = pytest.mark.django_db


def page(client: Client, language: str = "en", **query: str) -> str:
    response = client.get(f"/{language}/search/", query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def names(html: str) -> list[str]:
    return re.findall(r'card__name"><a [^>]*>([^<]+)</a>', html)


def test_what_was_found_is_shown_best_first(client: Client) -> None:
    stock_the_shelves()

    html = page(client, q="posters")

    assert "<h1>Results for “posters”</h1>" in html
    assert sorted(names(html)) == ["Blue waves poster", "Grey pebbles poster"]
    assert "<strong>2 products</strong>" in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'value="posters"' in html


def test_a_forgiven_slip_is_said_with_a_way_to_the_exact_words(client: Client) -> None:
    stock_the_shelves()

    html = page(client, q="postr")
    assert "Results for “poster” instead of “postr”." in html
    assert 'href="/en/search/?q=postr&amp;exact=1"' in html
    assert len(names(html)) == 2

    html = page(client, q="postr", exact="1")
    assert "Nothing found for “postr”" in html
    assert "instead of" not in html


def test_words_left_out_are_said(client: Client) -> None:
    stock_the_shelves()

    html = page(client, q="unicorn poster")

    assert "These are the products found without this one: unicorn." in html
    assert len(names(html)) == 2


def test_a_search_that_finds_nothing_shows_shelves_and_best_sellers(client: Client) -> None:
    goods = stock_the_shelves()
    ShelfItem.objects.filter(pk=goods["mug"].pk).update(sales=3)
    make.category("Affiches", "Art posters")

    html = page(client, q="unicorn")

    assert "<h1>Nothing found for “unicorn”</h1>" in html
    assert 'href="/en/c/art-posters/"' in html
    assert "What others took home" in html
    assert names(html) == ["Blue sardines mug"]


def test_words_that_look_alike_are_offered(client: Client) -> None:
    stock_the_shelves()

    assert '<a class="way" href="/en/search/?q=sardines">sardines</a>' in page(client, q="sardoynes")


def test_an_empty_search_helps(client: Client) -> None:
    stock_the_shelves()

    html = page(client)

    assert "<h1>What are you looking for?</h1>" in html
    # Nothing has sold yet, so nothing is said to have.
    assert "What others took home" not in html
    assert "Worth a look" in html
    assert len(names(html)) == 8
    assert "Nothing found" not in html


def test_hits_can_be_filtered_and_sorted_and_keep_their_words(client: Client) -> None:
    kind = make.kind()
    make.attribute(kind, "colour", [("blue", "Bleu", "Blue"), ("red", "Rouge", "Red")])
    cheap = make.product(title_en="Whale one", kind=kind, price=900, values={"colour": make.option("red")})
    make.product(title_en="Whale two", kind=kind, price=500, values={"colour": make.option("blue")})
    make.product(title_en="Fox", kind=kind, values={"colour": make.option("blue")})

    html = page(client, q="whale", colour="red")
    assert names(html) == [cheap.title_en]
    assert '<input type="hidden" name="q" value="whale">' in html
    assert 'href="/en/search/?q=whale"' in html

    assert names(page(client, q="whale", sort="up")) == ["Whale two", "Whale one"]
    assert names(page(client, q="whale")) == ["Whale one", "Whale two"]
    assert '<option value="" selected>best match</option>' in page(client, q="whale")


def test_a_page_past_the_end_is_the_last_one(client: Client) -> None:
    for number in range(26):
        make.product(title_en=f"Whale {number}")

    first, last = page(client, q="whale"), page(client, q="whale", page="99")

    assert (len(names(first)), len(names(last))) == (24, 2)
    assert not set(names(first)) & set(names(last))
    assert "?q=whale&amp;page=2" in first


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "{{ 7|add:7 }}",
        "javascript:alert(1)",
    ],
)
def test_what_was_typed_is_escaped(client: Client, payload: str) -> None:
    make.product(title_en="Poster alert")

    for html in (page(client, q=payload), page(client, q=payload, exact="1"), page(client, q=f"{payload} posterr")):
        for dangerous in ("<script>alert", "<img src=x", "' onmouseover='", 'href="javascript:'):
            assert dangerous not in html
        assert "14" not in re.findall(r"<h1>(.*?)</h1>", html)[0]


def test_garbage_gets_a_page(client: Client) -> None:
    make.product(title_fr="Affiche Vagues", title_en="Waves poster")

    for query in GARBAGE:
        if "\ud83d" in query:  # no browser can send half a sign
            continue
        response = client.get("/fr/search/", {"q": query, "page": query, "sort": query, "min": query})
        # A NUL or an address beyond measure is refused before any page is asked.
        assert response.status_code == (400 if "\x00" in query or len(query) > 5_000 else 200), query


def test_a_long_search_is_cut_and_said(client: Client) -> None:
    make.product(title_en="Waves poster")

    assert "only the first 200 characters were searched" in page(client, q="poster " * 100)
    assert "only the first 200 characters were searched" in page(client, q="x" * 4_000)
    assert "only the first 200" not in page(client, q="poster")


def test_a_search_costs_nothing_when_warm_and_the_same_for_one_card_and_for_many(client: Client) -> None:
    for number in range(20):
        make.product(title_en=f"Whale {number}")
    make.product(title_en="Fox")
    page(client, q="warming up")

    costs = []
    for query in ("whale", "fox", "whale"):
        with CaptureQueriesContext(connection) as done:
            page(client, q=query)
        costs.append(len([one for one in done if '"cache"' not in one["sql"]]))

    assert costs[0] == costs[1] <= 8
    assert costs[2] == 0


def test_posting_is_refused(client: Client) -> None:
    assert client.post("/en/search/", {"q": "x"}).status_code == 405
