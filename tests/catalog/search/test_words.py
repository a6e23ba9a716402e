"""How texts and queries are cut into words, and what is left of a word as its stem."""

import pytest

from catalog.search import words
from catalog.search.stems import english, french
from catalog.search.vocabulary import keys_of, one_slip, one_slip_begins


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thé vert de l’été", ["the", "vert", "ete"]),
        ("Cœur d'artichaut", ["coeur", "artichaut"]),
        ("T-shirt à manches", ["tshirt", "shirt", "manches"]),
        ("Porte-clés", ["porteclés".replace("é", "e"), "porte", "cles"]),
        ("50 × 70 cm", ["50x70", "cm"]),
        ("Papier 29,7x42", ["papier", "29x42"]),
        ("Mug 30cl", ["mug", "30", "cl"]),
        ("", []),
        ("!?& — … ’", []),
    ],
)
def test_a_text_is_cut_into_folded_words(text: str, found: list[str]) -> None:
    assert words.index_words(text, "fr") == found


def test_stop_words_belong_to_a_language() -> None:
    assert words.index_words("the green tea", "en") == ["green", "tea"]
    assert words.index_words("the vert", "fr") == ["the", "vert"]


def test_a_query_keeps_its_pieces_as_typed() -> None:
    pieces = words.read("Le T-Shirt d’Été", "fr")

    assert [piece.text for piece in pieces] == ["Le", "T-Shirt", "d’Été"]
    assert words.terms_of(pieces) == ((("tshirt",), ("shirt",)), (("ete",),))


def test_a_query_has_at_most_twelve_terms_each_once() -> None:
    assert len(words.terms_of(words.read(" ".join(f"mot{n}a" for n in range(50)), "fr"))) == 12
    assert len(words.terms_of(words.read("mer " * 30, "fr"))) == 1


def test_cleaning_leaves_one_line_of_200_characters() -> None:
    assert words.clean("  a\x00b\r\n\tc  ") == ("a b c", False)
    assert words.clean("x" * 200) == ("x" * 200, False)
    assert words.clean("x" * 10_000) == ("x" * 200, True)
    assert words.clean("\x00\x01\u202e") == ("", False)


def test_words_are_offered_as_they_are_written() -> None:
    offered = list(words.surfaces("L’Été au T-shirt à 30 cl", "fr"))

    assert offered == [("ete", "été"), ("tshirt", "t-shirt"), ("shirt", "shirt")]


@pytest.mark.parametrize(
    "alike",
    [
        "affiche affiches", "cheval chevaux", "bateau bateaux", "bleu bleue bleus bleues", "gris grise grises",
        "blanc blanche blancs blanches", "imprime imprimee imprimes imprimees", "naturel naturelle naturelles",
        "doux douce douces", "bon bonne bons", "cadeau cadeaux", "ancien ancienne", "decoratif decorative",
        "soyeux soyeuse soyeuses", "the thes", "bol bols", "tapis", "gros grosse", "vitrail vitraux",
    ],
)  # fmt: skip
def test_french_forms_share_a_stem(alike: str) -> None:
    assert len({french(word) for word in alike.split()}) == 1


@pytest.mark.parametrize(
    "alike",
    [
        "poster posters", "berry berries", "box boxes", "dish dishes", "print prints printed printing",
        "knit knitted knitting", "leaf leaves", "candle candles", "glass glasses", "wave waves", "stripe striped",
        "woman women", "child children",
    ],
)  # fmt: skip
def test_english_forms_share_a_stem(alike: str) -> None:
    assert len({english(word) for word in alike.split()}) == 1


@pytest.mark.parametrize("apart", ["mer mere", "vert verre", "sel selle", "carte carton", "bol boule", "pin pain"])
def test_french_words_that_mean_other_things_stay_apart(apart: str) -> None:
    one, other = apart.split()
    assert french(one) != french(other)


@pytest.mark.parametrize("apart", ["red reed", "bed bee", "king kin", "sea seed", "bus bush", "string strip"])
def test_english_words_that_mean_other_things_stay_apart(apart: str) -> None:
    one, other = apart.split()
    assert english(one) != english(other)


@pytest.mark.parametrize("typed", ["afiche", "aaffiche", "affichr", "affihce", "affich", "ffiche", "faffiche"])
def test_one_slip_is_a_letter_missing_added_changed_or_swapped(typed: str) -> None:
    assert one_slip(typed, "affiche")
    assert keys_of(typed) & keys_of("affiche")


@pytest.mark.parametrize("typed", ["affiche", "afche", "afichr", "chaffie", "affiches2", "", "xxxxxxx"])
def test_none_and_two_slips_are_not_one(typed: str) -> None:
    assert not one_slip(typed, "affiche")


def test_the_beginning_of_a_word_may_hold_a_slip() -> None:
    assert one_slip_begins("afich", "affiche")
    assert one_slip_begins("hirrond", "hirondelle")
    assert not one_slip_begins("bich", "affiche")
