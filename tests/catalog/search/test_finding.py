"""What a search answers: rank, forgiveness, fewer words, near words; and that nothing typed can do harm."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import ShelfItem
from catalog.search import index
from catalog.search.finding import SearchResult, search
from tests import factories as make
from tests.catalog.search.goods import stock_the_shelves

pytestmark = pytest.mark.django_db

GARBAGE = [
    "", " ", "\x00", "\x00affiche", "'", '"', '""', "';--", "' OR 1=1 --", "\\", "\\'", "&", "|", "!", "!!", ":", "*",
    "a*", "(", ")", "((", "a & b", "a | b", "!affiche", "affiche:*", "affiche:A", "affiche <-> bleu", "NEAR(a b)",
    "title:x", "title : affiche", "{title} : x", "^affiche", "-affiche", "+affiche", "AND", "OR", "NOT", "a AND",
    "NOT NOT", "%", "_", "%%", "%s", "%(x)s", "{}", "{0}", "$1", "~", "`", "<script>alert(1)</script>",
    "../../etc/passwd", "🙂", "👩‍👩‍👧", "é́́́", "x" * 200, "x" * 10_000, "a " * 5_000, "-" * 300, "a-" * 100,
    "日本語 ポスター", "плакат", "ملصق", "\u202eetc", "\ud83d", "1e5", "0x70", "1.5.2", "a@b.fr", "http://a.b/c?d=e",
    "/usr/bin", "12345678901234567890", "-1", "½ ²", "ﬁche", "ß",
]  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_garbage_gets_an_answer(language: str) -> None:
    make.product(title_fr="Affiche Vagues", title_en="Waves poster")

    for query in GARBAGE:
        result = search(query, language)
        assert isinstance(result, SearchResult), query
        assert len(result.asked) <= 200
        assert result.total == len(result.first) <= 1
        list(result.items)


@pytest.mark.parametrize(
    "query", ["!affiche", "affiche & bleu", "affiche | sardines", "NOT affiche", "affiche:*", "affic*"]
)
def test_operators_are_not_obeyed(query: str) -> None:
    goods = stock_the_shelves()
    plain = {
        "!affiche": ["stones", "waves"],
        "affiche & bleu": ["waves"],
        "affiche | sardines": [],
        "NOT affiche": [],
        "affiche:*": ["stones", "waves"],
        "affic*": [],
    }

    assert set(search(query, "fr", exact=True).first) == {goods[key].pk for key in plain[query]}


def test_titles_come_before_terms_and_terms_before_prose() -> None:
    prose = make.product(title_fr="Carnet", description_fr="Avec une baleine")
    term = make.product(title_fr="Trousse", summary_fr="Baleine")
    title = make.product(title_fr="Baleine")

    assert search("baleines", "fr").first == (title.pk, term.pk, prose.pk)


def test_of_equals_goods_in_stock_come_first_then_those_sold_most() -> None:
    gone, quiet, loved = (make.product(title_fr="Affiche Baleine").pk for _ in range(3))
    ShelfItem.objects.filter(pk=gone).update(availability=0, sales=5_000)
    ShelfItem.objects.filter(pk=loved).update(sales=40)
    index.refresh([gone, quiet, loved])

    assert search("baleine", "fr").first == (loved, quiet, gone)


def test_ties_are_broken_by_number_and_pages_neither_repeat_nor_lose() -> None:
    made = [make.product(title_fr="Affiche Baleine").pk for _ in range(7)]
    result = search("baleine", "fr", count=3)

    pages = [[item.pk for item in result.ranked(start, 3)] for start in (0, 3, 6, 9)]

    assert result.total == 7
    assert pages == [made[:3], made[3:6], made[6:], []]


def test_hits_can_be_narrowed_and_keep_their_rank() -> None:
    made = [make.product(title_fr="Affiche Baleine").pk for _ in range(4)]
    ShelfItem.objects.filter(pk__in=made[1:3]).update(price_from=100)
    result = search("baleine", "fr")

    narrowed = result.ranked(0, 24, ShelfItem.objects.filter(price_from=100))

    assert [item.pk for item in narrowed] == made[1:3]
    assert set(result.items.values_list("pk", flat=True)) == set(made)


def test_a_slip_is_forgiven_and_said() -> None:
    goods = stock_the_shelves()

    result = search("afiche bleu", "fr")

    assert (result.asked, result.searched, result.corrected, result.dropped) == (
        "afiche bleu",
        "affiche bleu",
        True,
        (),
    )
    assert result.first == (goods["waves"].pk,)


def test_the_exact_words_can_be_asked_for() -> None:
    stock_the_shelves()

    result = search("afiche", "fr", exact=True)

    assert (result.total, result.corrected, result.searched) == (0, False, "afiche")


def test_short_words_are_not_guessed_at() -> None:
    make.product(title_fr="Bol")

    assert search("bal", "fr").total == 0


def test_a_word_of_titles_is_likelier_than_one_of_prose_and_the_same_first_letter_than_another() -> None:
    make.product(title_fr="Carnet", description_fr="phase, phase")
    make.product(title_fr="Mug", description_fr="phase")
    make.product(title_fr="Phare")
    make.product(title_fr="Balle")
    make.product(title_fr="Halte")
    make.product(title_fr="Halte")

    assert search("phale", "fr").searched == "phare"
    assert search("balte", "fr").searched == "balle"


def test_a_word_that_occurs_nowhere_is_left_out_and_said() -> None:
    goods = stock_the_shelves()

    result = search("affiche licorne bleue", "fr")

    assert (result.dropped, result.searched) == (("licorne",), "affiche bleue")
    assert result.first == (goods["waves"].pk,)


def test_of_words_that_never_meet_as_many_as_possible_are_kept_the_rarest_first() -> None:
    goods = stock_the_shelves()

    result = search("affiche bleue hirondelle", "fr")

    # "affiche bleue" meet; no other two do.
    assert (result.dropped, result.searched) == (("hirondelle",), "affiche bleue")
    assert search("affiche hirondelle", "fr").first == (goods["shirt"].pk,)
    assert search("affiche hirondelle", "fr").dropped == ("affiche",)


def test_slips_and_superfluous_words_are_dealt_with_together() -> None:
    goods = stock_the_shelves()

    result = search("afiche licorne", "fr")

    assert (result.searched, result.dropped, result.corrected) == ("affiche", ("licorne",), True)
    assert set(result.first) == {goods["waves"].pk, goods["stones"].pk}


def test_when_nothing_is_found_words_that_look_alike_are_told() -> None:
    stock_the_shelves()

    result = search("porcelnaie", "fr")
    assert (result.total, result.near) == (0, ("porcelaine",))

    result = search("hirondeaux", "fr")
    assert (result.total, result.corrected, result.dropped) == (0, False, ())
    assert result.near == ("hirondelles",)


def test_a_query_of_stop_words_or_signs_has_no_terms() -> None:
    make.product(title_fr="Affiche")

    for query in ("le la les", "?!", ""):
        assert (search(query, "fr").terms, search(query, "fr").total) == ((), 0)


@pytest.mark.parametrize(
    ("query", "most"), [("affiche", 1), ("afiche", 3), ("affiche licorne", 5), ("xxxxx yyyyy", 6), ("mot " * 40, 4)]
)
def test_a_search_costs_few_statements(query: str, most: int) -> None:
    stock_the_shelves()

    with CaptureQueriesContext(connection) as done:
        search(query, "fr")

    assert len(done) <= most, [statement["sql"] for statement in done]
