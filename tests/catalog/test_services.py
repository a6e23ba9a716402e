"""What merchants do with the catalogue, and what is refused."""

import pytest
from django.utils import translation

from catalog.models import OldAddress, Product, ProductRecommendation
from catalog.selectors import category_page, moved_to, product_page
from catalog.services import NotReady, publish, relate, save_category, save_product
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_product_gets_an_address_in_each_language() -> None:
    product = make.product("Thé vert d’été", "Summer green tea")

    assert (product.slug_fr, product.slug_en) == ("the-vert-dete", "summer-green-tea")


def test_two_products_of_one_name_get_two_addresses() -> None:
    first, second = make.product("Mug Vagues", "Waves mug"), make.product("Mug Vagues", "Waves mug")

    assert (first.slug_fr, second.slug_fr) == ("mug-vagues", "mug-vagues-2")


def test_an_address_that_changed_leads_to_the_new_one_and_back_again_forgets_it() -> None:
    product = make.product("Mug Vagues", "Waves mug")
    product.slug_fr = "mug-grandes-vagues"
    save_product(product)
    assert moved_to("fr", "mug-vagues", category=False) == "/fr/p/mug-grandes-vagues/"
    assert moved_to("en", "mug-vagues", category=False) is None

    product.slug_fr = "mug-vagues"
    save_product(product)

    assert list(OldAddress.objects.values_list("path", flat=True)) == ["mug-grandes-vagues"]
    assert moved_to("fr", "mug-grandes-vagues", category=False) == "/fr/p/mug-vagues/"


def test_renaming_a_category_moves_all_below_it_and_keeps_their_old_addresses() -> None:
    top = make.category("Textile", "Textiles")
    below = make.category("T-shirts", "T-shirts", parent=top)
    assert below.address_fr == "textile/t-shirts"

    top.slug_fr = "vetements"
    save_category(top)

    below.refresh_from_db()
    assert (below.address_fr, below.address_en) == ("vetements/t-shirts", "textiles/t-shirts")
    page = category_page("vetements/t-shirts")
    assert page is not None
    assert page.category == below
    assert moved_to("fr", "textile/t-shirts", category=True) == "/fr/c/vetements/t-shirts/"


def test_food_without_its_label_mentions_is_not_published_and_nothing_changed() -> None:
    tea = make.kind("Thé", vat_class="food")
    make.attribute(tea, "ingredients", label_mention=True, name_fr="Ingrédients")
    make.attribute(tea, "note", label_mention=False)
    product = make.product(kind=tea, public=False, categories=[make.category()])

    with pytest.raises(NotReady) as refusal:
        publish(product)

    assert len(refusal.value.missing) == 1
    assert "Ingrédients" in refusal.value.missing[0]
    assert Product.objects.get(pk=product.pk).is_public is False


def test_a_product_that_has_all_is_published_and_keeps_its_first_day() -> None:
    product = make.product(public=False, categories=[make.category()])
    first_day = product.published_at

    publish(product)

    product.refresh_from_db()
    assert (product.is_public, product.published_at) == (True, first_day)


def test_related_products_show_from_both_sides_unless_one_way() -> None:
    bench, chair, lamp = (make.product(title, title) for title in ("Banc", "Chaise", "Lampe"))
    relate(bench, [chair])
    relate(bench, [chair, bench])
    relate(bench, [lamp], one_way=True)

    def beside(slug: str) -> list[str]:
        page = product_page(slug)
        assert page is not None
        return sorted(card.title for card in page.related)

    assert ProductRecommendation.objects.count() == 2
    assert beside("banc") == ["Chaise", "Lampe"]
    assert beside("chaise") == ["Banc"]
    assert beside("lampe") == []


def test_only_what_can_be_bought_is_shown_beside() -> None:
    bench, chair, draft = make.product("Banc"), make.product("Chaise", in_stock=0), make.product("Lit", public=False)
    relate(bench, [chair, draft])

    page = product_page("banc")

    assert page is not None
    assert page.related == []


def test_a_draft_or_a_variant_has_no_page_of_its_own() -> None:
    make.product("Brouillon", public=False)

    assert product_page("brouillon") is None
    assert product_page("nothing") is None


def test_a_page_tells_its_variants_in_order_with_their_offers() -> None:
    kind = make.kind()
    make.attribute(kind, "format", [("a4", "A4", "A4 size"), ("a3", "A3", "A3 size")], axis=True)
    parent = make.product("Affiche Phare", "Lighthouse print", kind=kind, price=None)
    make.variant(parent, {"format": make.option("a4")}, price=2400, in_stock=0, upc="PH-A4", position=1)
    make.variant(parent, {"format": make.option("a3")}, price=3400, in_stock=2, upc="PH-A3", position=2)

    with translation.override("en"):
        page = product_page("lighthouse-print")

    assert page is not None
    assert [(v.code, v.words, v.offer.price, v.offer.left) for v in page.variants] == [
        ("PH-A4", "A4 size", 2400, None),
        ("PH-A3", "A3 size", 3400, 2),
    ]
    assert page.variant("PH-A4").code == "PH-A4"
    assert page.variant("").code == "PH-A3"
    assert page.variant("' OR 1=1").code == "PH-A3"
    matching = page.matching({"format": "a4"})
    assert matching is not None
    assert matching.code == "PH-A4"
    assert page.matching({"format": "a0"}) is None


@pytest.mark.parametrize("variants", [2, 12])
def test_a_product_page_costs_six_statements_whatever_it_has(variants: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    kind = make.kind()
    options = [(f"o{i}", f"O{i}", f"O{i}") for i in range(variants)]
    make.attribute(kind, "format", options, axis=True)
    parent = make.product("Affiche", kind=kind, price=None, categories=[make.category("Maison")])
    for code, _fr, _en in options:
        make.variant(parent, {"format": make.option(code)})
        make.picture(parent)
        relate(parent, [make.product()])

    with CaptureQueriesContext(connection) as statements:
        page = product_page("affiche")

    assert page is not None
    assert len(page.variants) == variants
    assert len(statements) == 6
