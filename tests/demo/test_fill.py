"""Filling the demo shop: all of it, once; pictures drawn once; many products as true as the few."""

from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from catalog import services
from catalog.models import Category, Product, ProductImage, ShelfItem, ShelfTerm
from catalog.shelf import refresh
from demo import art
from demo.fill import many, pictures
from demo.fill.goods import stem_of
from demo.goods.kinship import goods
from demo.goods.structure import categories
from demo.sign_ins import MARKETER, MERCHANT, SHOPPER
from demo.tasks import draw_pictures
from shop.accounts.models import User
from shop.content.models import HomeSlot, MenuItem, Page
from shop.people.models import Person
from shop.stock.models import PriceInterval, StockRecord

pytestmark = pytest.mark.django_db


def demo_data(*args: str) -> str:
    out = StringIO()
    call_command("demo_data", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Pictures of 60 pixels, and the list of what was drawn."""
    drawn: list[str] = []
    true_picture = art.picture

    def picture(thing: str, motif: str, mood: str, view: int = 0, **how: Any) -> Any:
        drawn.append(f"{thing}/{motif}/{mood}/{view}")
        return true_picture(thing, motif, mood, view, size=60)

    monkeypatch.setattr(art, "picture", picture)
    monkeypatch.setattr(pictures, "FIRST_WIDTHS", (20, 40))
    for module in ("demo.fill.pictures", "demo.tasks"):
        monkeypatch.setattr(f"{module}.WIDTHS", (20, 40, 60))
    return drawn


def public_count() -> int:
    return sum(good.public for good in goods())


def test_an_empty_shop_is_filled_with_everything_and_a_filled_one_left_alone() -> None:
    said = demo_data()

    assert "165 products, 618 variants, 495 pictures, 80 persons" in said
    assert MERCHANT.password in said
    assert Category.objects.count() == len(categories())
    assert ShelfItem.objects.count() == public_count() == 162
    assert {page.is_published for page in Page.objects.all()} == {True}
    assert Page.objects.count() == 10
    assert MenuItem.objects.filter(place="main").count() == 6
    assert HomeSlot.objects.filter(kind="assurance").count() == 4

    # Then: a second time changes nothing.
    before = [model.objects.count() for model in (Product, Category, Page, MenuItem, HomeSlot, Person, PriceInterval)]

    said = demo_data()

    assert "filled already" in said
    after = [model.objects.count() for model in (Product, Category, Page, MenuItem, HomeSlot, Person, PriceInterval)]
    assert after == before


def test_what_is_written_in_bulk_is_what_the_services_would_have_written() -> None:
    demo_data()

    products = Product.objects.filter(parent=None)
    assert [product.title_fr for product in products if services.missing_for_sale(product)] == []
    assert refresh.stale() == []
    shelf = {item.pk: (item.price_from, item.variants, item.slug_en) for item in ShelfItem.objects.all()}
    terms = set(ShelfTerm.objects.values_list("item", "kind", "attribute", "value"))
    refresh.rebuild()
    assert shelf == {item.pk: (item.price_from, item.variants, item.slug_en) for item in ShelfItem.objects.all()}
    assert terms == set(ShelfTerm.objects.values_list("item", "kind", "attribute", "value"))
    open_prices = PriceInterval.objects.filter(ends_at=None).values_list("stockrecord_id", "price")
    assert dict(open_prices) == {record.pk: int(record.price * 100) for record in StockRecord.objects.all()}
    assert PriceInterval.objects.exclude(ends_at=None).exists()

    # Then: the database counts on from there.
    made = services.save_product(Product(title_fr="Affiche Bouées", title_en="Buoys print"))

    assert made.pk > max(Product.objects.exclude(pk=made.pk).values_list("pk", flat=True))


def test_the_three_can_sign_in_and_do_what_their_role_may() -> None:
    demo_data()

    ada, mia, leo = (User.objects.get(email=who.email) for who in (SHOPPER, MERCHANT, MARKETER))
    assert all(user.check_password(who.password) for user, who in ((ada, SHOPPER), (mia, MERCHANT), (leo, MARKETER)))
    assert (ada.is_staff, mia.is_superuser, leo.is_staff, leo.is_superuser) == (False, True, True, False)
    assert leo.has_perm("content.change_page")
    assert not leo.has_perm("catalogue.change_product")
    assert Person.objects.get(user=ada).name == "Ada Lefèvre"
    assert Person.objects.get(user=ada).email_proven_at is not None


def test_first_pictures_are_drawn_once_and_shown_on_cards(small_pictures: list[str]) -> None:
    demo_data()
    assert pictures.first_keys()[0] == "affiche/ricochets/rivage/0"
    # What is left for the worker comes in the order in which visitors look.
    orders = dict(ProductImage.objects.values_list("drawn_from", "display_order"))
    assert [orders[key] for key in pictures.rest_keys()] == [1] * 165 + [0] * 165 + [2] * 165
    keys = [key for key in pictures.first_keys() if key.startswith("carte/")]

    for key in keys:
        pictures.note(key, pictures.draw(key, (20, 40)))
    again = [pictures.draw(key, (20, 40)) for key in keys]

    assert small_pictures == keys
    assert again == [[20, 40]] * 10
    assert default_storage.exists(f"{stem_of(keys[0])}-40.avif")
    assert ProductImage.objects.get(drawn_from=keys[0]).widths == [20, 40]
    assert not set(keys) & set(pictures.first_keys())


def test_drawing_twice_draws_once(small_pictures: list[str]) -> None:
    demo_data()
    keys = ["mug/vagues/rivage/0", "mug/vagues/rivage/1"]

    first, second = draw_pictures(keys), draw_pictures(keys)

    assert (first, second) == (1, 0)
    assert small_pictures == keys
    item = ShelfItem.objects.get(slug_fr="mug-vagues")
    assert item.picture["widths"] == item.other_picture["widths"] == [20, 40, 60]


def test_many_products_are_true_products(small_pictures: list[str]) -> None:
    demo_data()
    draw_pictures(["affiche/ricochets/rivage/0"])
    out = StringIO()

    written = many.add_products(400, out)

    assert Product.objects.filter(parent=None).count() == 400
    assert ShelfItem.objects.count() == 162 + sum(many.variation(number).public for number in range(165, 400))
    assert written > 400 * 20
    assert refresh.stale() == []
    twin = ShelfItem.objects.get(slug_fr="affiche-ricochets-le-croisic")
    assert twin.title_en == "Skipping Stones print, Le Croisic"
    assert twin.picture["base"].endswith("pictures/drawn/affiche-ricochets-rivage-0")
    assert many.add_products(400, out) == 0


def test_a_hundred_thousand_variations_are_all_different_and_always_the_same() -> None:
    some = [many.variation(number) for number in range(165, 100_000, 331)]

    assert len({good.slug.fr for good in some}) == len({good.slug.en for good in some}) == len(some)
    assert many.variation(99_999) == many.variation(99_999)
    assert many.variation(99_999).title.fr.endswith("n°\u00a07")


def test_many_persons_have_addresses_of_their_own() -> None:
    demo_data()

    assert many.add_persons(1_000, StringIO()) == 920
    assert many.add_persons(1_000, StringIO()) == 0
    assert Person.objects.values("email").distinct().count() == 1_000
