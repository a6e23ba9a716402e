"""Documents and words follow the shelf."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import services, tasks
from catalog.models import Product, SearchDocument, SearchKey, SearchWord, ShelfItem
from catalog.search import engines, index
from catalog.search.finding import search
from catalog.shelf import refresh
from tests import factories as make
from tests.rivals import kinds, together

pytestmark = pytest.mark.django_db


def found(query: str, language: str = "fr") -> list[int]:
    return list(search(query, language, exact=True).first)


def test_a_product_is_found_in_both_languages_as_soon_as_it_is_on_the_shelf() -> None:
    made = make.product(title_fr="Affiche Phare", title_en="Lighthouse poster")

    assert (found("phare"), found("lighthouse", "en")) == ([made.pk], [made.pk])
    assert (found("lighthouse"), found("phare", "en")) == ([], [])
    assert SearchDocument.objects.count() == 2


def test_a_draft_and_a_withdrawn_product_are_not_found() -> None:
    make.product(title_fr="Affiche Phare", public=False)
    shown = make.product(title_fr="Affiche Vagues")
    assert (found("phare"), found("vagues")) == ([], [shown.pk])

    services.withdraw(shown)
    refresh.refresh([shown.pk])

    assert found("vagues") == []
    assert SearchDocument.objects.count() == 0


def test_a_deleted_product_takes_its_documents_along() -> None:
    made = make.product(title_fr="Affiche Phare")

    Product.objects.get(pk=made.pk).delete()

    assert found("phare") == []
    assert engines.current().counts("fr", [((("phare",),),)]) == [0]


def test_a_new_title_replaces_the_old_one() -> None:
    made = make.product(title_fr="Affiche Phare")
    made.title_fr = "Affiche Baleine"
    services.save_product(made)
    refresh.refresh([made.pk])

    assert (found("phare"), found("baleines")) == ([], [made.pk])


def test_categories_options_variants_prose_and_article_numbers_are_searched() -> None:
    kind = make.kind("Textile")
    make.attribute(kind, "series", [("shore", "Rivage", "Shore")])
    make.attribute(kind, "size", [("xl", "Très grand", "Extra large")], axis=True)
    make.attribute(kind, "maker", label_mention=True)
    above = make.category("Maison", "Home")
    below = make.category("Linge de cuisine", "Kitchen linen", parent=above)
    made = make.product(
        title_fr="Torchon", kind=kind, categories=[below], description_fr="<p>Tissé à Roubaix</p><p>lavable&nbsp;!</p>",
        story_fr="Une idée de Camille", summary_fr="Lin · 50 cm", upc="TOR-1",
        values={"series": make.option("shore"), "maker": "Filature du Nord"},
    )  # fmt: skip
    make.variant(made, {"size": make.option("xl")}, upc="TOR-1-XL")

    wanted = [
        "torchons", "cuisine", "maison", "textile", "rivage", "tres grand", "filature", "roubaix", "lavable", "camille",
        "lin 50", "TOR-1-XL", "torchon rivage cuisine",
    ]  # fmt: skip
    assert {query: found(query) for query in wanted} == {query: [made.pk] for query in wanted}
    assert found("p nbsp") == []


def test_refreshing_twice_writes_nothing_the_second_time() -> None:
    made = make.product(title_fr="Affiche Phare")
    before = list(SearchWord.objects.order_by("pk").values_list("word", "documents", "titles"))

    with CaptureQueriesContext(
        connection,
    ) as done:
        index.refresh([made.pk])

    written = [query["sql"] for query in done if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written == []
    assert list(SearchWord.objects.order_by("pk").values_list("word", "documents", "titles")) == before


def test_a_change_of_stock_changes_the_rank_and_no_text() -> None:
    made = make.product(title_fr="Affiche Phare")
    digests = sorted(SearchDocument.objects.values_list("digest", flat=True))
    ShelfItem.objects.filter(pk=made.pk).update(availability=0, sales=99)

    index.refresh([made.pk])

    assert sorted(SearchDocument.objects.values_list("digest", flat=True)) == digests
    assert set(SearchDocument.objects.values_list("boost", flat=True)) == {0.66}


def test_words_are_counted_as_products_come_and_truly_at_a_rebuild() -> None:
    make.product(title_fr="Affiche Phare", description_fr="Un phare et la mer")
    gone = make.product(title_fr="Affiche Mer")
    assert words_of("fr") >= {("phare", 1, 1), ("mer", 2, 1), ("affiche", 2, 2)}

    Product.objects.get(pk=gone.pk).delete()
    assert index.rebuild() == 1

    assert words_of("fr") >= {("phare", 1, 1), ("mer", 1, 0), ("affiche", 1, 1)}


def test_a_rebuild_forgets_words_that_no_product_bears_and_strays() -> None:
    made = make.product(title_fr="Affiche Phare")
    ShelfItem.objects.filter(pk=make.product(title_fr="Tapis Zèbre").pk).delete()
    assert found("zebre") != []

    index.rebuild()

    assert found("zebre") == []
    assert found("phare") == [made.pk]
    assert not SearchWord.objects.filter(word="zebre").exists()
    assert not SearchKey.objects.filter(key="zebr").exists()


def test_rebuilding_twice_leaves_the_same() -> None:
    make.product(title_fr="Affiche Phare", title_en="Lighthouse poster")
    index.rebuild()
    before = (words_of("fr"), words_of("en"), SearchKey.objects.count(), SearchDocument.objects.count())

    index.rebuild()

    assert (words_of("fr"), words_of("en"), SearchKey.objects.count(), SearchDocument.objects.count()) == before


def test_the_sweep_finds_what_was_missed_and_twice_does_nothing_the_second_time() -> None:
    missed = make.product(title_fr="Affiche Phare")
    SearchDocument.objects.all().delete()
    stray = make.product(title_fr="Affiche Zèbre")
    ShelfItem.objects.filter(pk=stray.pk).delete()
    assert index.stale() == [missed.pk, stray.pk]

    assert [tasks.sweep_search(), tasks.sweep_search()] == [2, 0]

    assert (found("phare"), found("zebre")) == ([missed.pk], [])


def test_the_nightly_rebuild_twice_leaves_the_same() -> None:
    make.product(title_fr="Affiche Phare")

    assert [tasks.rebuild_search(), tasks.rebuild_search()] == [1, 1]

    assert words_of("fr") >= {("phare", 1, 1)}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_refreshing_the_same_products_at_once_neither_wait_for_ever_nor_fail() -> None:
    made = [make.product(title_fr=f"Affiche Phare {word}").pk for word in ("bleu", "vert", "gris", "rouge")]
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()

    answers = together([lambda ids=ids: index.refresh(ids) for ids in (made, made[::-1], made[1:], made[:3])])

    assert kinds(answers) == {"NoneType": 4}
    assert SearchDocument.objects.count() == 8
    assert sorted(found("phare")) == made


def words_of(language: str) -> set[tuple[str, int, int]]:
    return set(SearchWord.objects.filter(language=language).values_list("word", "documents", "titles"))
