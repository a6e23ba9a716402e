"""Suggestions as one types."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.search.suggestions import suggest
from tests import factories as make
from tests.catalog.search.goods import stock_the_shelves
from tests.catalog.search.test_finding import GARBAGE

pytestmark = pytest.mark.django_db


def said(prefix: str, language: str = "fr") -> list[str]:
    with translation.override(language):
        return [f"{one.kind}: {one.label}" for one in suggest(prefix, language)]


def test_shelves_words_and_products_are_offered() -> None:
    stock_the_shelves()
    make.category("Affiches d’art", "Art posters")

    assert said("aff") == [
        "category: Affiches d’art",
        "words: affiche",
        "product: Affiche Vagues bleues",
        "product: Affiche Galets gris",
    ]
    assert said("post", "en") == [
        "category: Art posters",
        "words: poster",
        "product: Blue waves poster",
        "product: Grey pebbles poster",
    ]


def test_the_last_word_is_completed_beside_the_others() -> None:
    stock_the_shelves()

    assert said("affiche va") == ["words: affiche vagues", "product: Affiche Vagues bleues"]
    assert said("Mug b") == ["words: Mug bleu", "product: Mug bleu Sardines"]
    assert said("the v") == ["words: the vert", "product: Thé vert de l’été"]


def test_accents_and_articles_fold_and_words_are_written_with_theirs() -> None:
    stock_the_shelves()

    assert said("ete") == ["words: été", "product: Thé vert de l’été"]
    assert said("l’été") == ["words: été", "product: Thé vert de l’été"]
    assert said("cafe") == ["words: café", "product: Tasse à café Cerises"]
    assert said("t-sh") == ["words: t-shirt", "product: T-shirt Hirondelles"]


def test_one_slip_is_forgiven_from_four_letters_on() -> None:
    stock_the_shelves()

    for typed in ("hiro", "hirro", "hrio", "hirnod", "hirnd", "hirondlle"):
        assert "product: T-shirt Hirondelles" in said(typed), typed
    assert said("hxr") == []


def test_nothing_is_offered_below_two_letters_or_for_nothing_known() -> None:
    stock_the_shelves()

    assert [said(prefix) for prefix in ("", "a", " ", "zzz", "licorne")] == [[], [], [], [], []]


def test_at_most_as_many_as_asked_for_in_three_statements() -> None:
    for number in range(12):
        make.product(title_fr=f"Affiche {number}")

    with CaptureQueriesContext(connection) as done:
        assert len(suggest("affi", "fr", limit=5)) == 5

    assert len(done) <= 3


def test_drafts_and_hidden_shelves_are_not_offered() -> None:
    make.product(title_fr="Affiche secrète", public=False)
    hidden = make.category("Affiches cachées")
    hidden.is_public = False
    hidden.save()

    assert said("affi") == []


def test_garbage_gets_an_answer(client: Client) -> None:
    stock_the_shelves()

    for prefix in GARBAGE:
        if "\x00" not in prefix and "\ud83d" not in prefix and len(prefix) < 10_000:
            assert client.get("/fr/search/suggest/", {"q": prefix}).status_code == 200, prefix
        assert len(suggest(prefix, "fr")) <= 8


def test_the_answer_is_what_the_script_reads(client: Client) -> None:
    made = make.product(title_fr="Affiche <b>Phare</b>", slug_fr="phare")
    make.picture(made)

    response = client.get("/fr/search/suggest/", {"q": "phar"})

    assert response["Content-Type"] == "application/json"
    assert response.json() == {
        "suggestions": [
            {"label": "phare", "url": "/fr/search/?q=phare", "note": "Rechercher", "picture": ""},
            {
                "label": "Affiche <b>Phare</b>",
                "url": "/fr/p/phare/",
                "note": "",
                "picture": response.json()["suggestions"][1]["picture"],
            },
        ]
    }
    assert response.json()["suggestions"][1]["picture"].endswith("-360.webp")
