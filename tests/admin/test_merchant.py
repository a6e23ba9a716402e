"""A merchant, without help, writes a product with two variants and a picture, and finds it in the shop."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from catalog.models import Category, OldAddress, Product, ProductImage, ShelfItem
from shop.stock.models import PriceInterval, StockRecord
from tests import factories
from tests.admin.forms import complaints, shown

pytestmark = pytest.mark.django_db
LIST = "/admin/catalogue/product/"


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """Pictures that the worker would have been told of."""
    told: list[list[int]] = []
    monkeypatch.setattr("catalog.tasks.cut_pictures.delay", told.append)
    return told


@pytest.fixture
def mia(client: Client) -> Client:
    client.force_login(factories.merchant())
    return client


def upload(name: str = "affiche.png", size: tuple[int, int] = (40, 40)) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#2b4c9b").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def first_step(mia: Client, **more: Any) -> Product:
    """Kind, names and shelf of a new product."""
    kind = factories.kind("T-shirt")
    factories.attribute(kind, "size", [("s", "S", "S"), ("m", "M", "M")], axis=True)
    factories.attribute(kind, "matter", label_mention=True)
    shelf = factories.category("Textile", "Textiles")
    words = {"title_fr": "T-shirt Galets", "title_en": "Pebble T-shirt", "summary_fr": "", "summary_en": ""}
    answer = mia.post(LIST + "add/", words | {"product_class": kind.pk, "shelves": [shelf.pk]} | more)
    assert complaints(answer) == []
    made = Product.objects.get()
    assert answer["Location"] == f"{LIST}{made.pk}/change/"
    return made


def test_a_product_with_two_variants_and_a_picture_is_written_and_shown(
    mia: Client, no_worker: list[list[int]], django_capture_on_commit_callbacks: Any
) -> None:
    made = first_step(mia, variants="on")
    assert (made.structure, made.is_public) == (Product.PARENT, False)
    size, matter = made.product_class.attributes.get(code="size"), made.product_class.attributes.get(code="matter")
    address = f"{LIST}{made.pk}/change/"

    typed = shown(mia.get(address)) | {
        "shown": "on",
        "description_fr": "<p>Du coton<script>x</script>.</p>",
        f"attribute_{matter.pk}_fr": "Coton",
        f"attribute_{matter.pk}_en": "Cotton",
        "images-TOTAL_FORMS": 1,
        "images-0-original": upload(),
        "images-0-alt_fr": "Un t-shirt bleu",
        "images-0-alt_en": "A blue T-shirt",
        "images-0-display_order": 0,
    }
    for row, option in enumerate(size.option_group.options.all()):
        typed |= {f"children-{row}-attribute_{size.pk}": option.pk, f"children-{row}-price": "24,90"}
        typed |= {f"children-{row}-in_stock": 5 + row, f"children-{row}-cost": "9", f"children-{row}-is_public": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = mia.post(address, typed)

    assert complaints(answer) == []
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.is_public
    assert made.description_fr == "<p>Du coton.</p>"
    assert [made.slug_fr, made.slug_en] == ["t-shirt-galets", "pebble-t-shirt"]
    stock = StockRecord.objects.order_by("pk")
    assert [(each.price, each.num_in_stock, each.cost) for each in stock] == [
        (Decimal("24.90"), 5, Decimal(9)),
        (Decimal("24.90"), 6, Decimal(9)),
    ]
    assert [each.product.attr.size.option for each in stock] == ["S", "M"]
    assert list(PriceInterval.objects.values_list("price", flat=True)) == [2490, 2490]
    picture = ProductImage.objects.get()
    assert (picture.alt_fr, picture.alt_en) == ("Un t-shirt bleu", "A blue T-shirt")
    assert no_worker == [[picture.pk]]
    shelf = ShelfItem.objects.get()
    assert (shelf.title_fr, shelf.price_from, shelf.variants) == ("T-shirt Galets", 2490, 2)


def test_without_its_label_mention_a_product_stays_a_draft_and_the_merchant_is_told_what_lacks(mia: Client) -> None:
    made = first_step(mia)
    address = f"{LIST}{made.pk}/change/"

    answer = mia.post(address, shown(mia.get(address)) | {"shown": "on", "price": "5"}, follow=True)

    made.refresh_from_db()
    assert not made.is_public
    [message] = [str(each) for each in answer.context["messages"] if each.level_tag == "bad"]
    assert "Matter" in message


def test_a_product_without_variants_has_its_own_price_and_stock(mia: Client) -> None:
    made = first_step(mia)
    assert made.structure == Product.STANDALONE
    address = f"{LIST}{made.pk}/change/"

    mia.post(address, shown(mia.get(address)) | {"price": "12.50", "in_stock": "", "cost": ""})
    mia.post(address, shown(mia.get(address)) | {"price": "13"})

    record = StockRecord.objects.get(product=made)
    assert (record.price, record.num_in_stock, record.cost) == (Decimal(13), None, Decimal(0))
    assert list(PriceInterval.objects.order_by("pk").values_list("price", flat=True)) == [1250, 1300]


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"GIF89a not one", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_is_refused_in_words_and_nothing_is_kept(mia: Client, data: bytes) -> None:
    made = first_step(mia)
    address = f"{LIST}{made.pk}/change/"
    words = {"images-TOTAL_FORMS": 1, "images-0-alt_fr": "x", "images-0-alt_en": "x", "images-0-display_order": 0}
    file = SimpleUploadedFile("x.png", data, "image/png")

    answer = mia.post(address, shown(mia.get(address)) | {"price": "5", "images-0-original": file} | words)

    assert answer.status_code == 200
    assert complaints(answer) != []
    assert ProductImage.objects.count() == 0
    assert StockRecord.objects.count() == 0


def test_two_variants_with_the_same_options_are_refused(mia: Client) -> None:
    made = first_step(mia, variants="on")
    size = made.product_class.attributes.get(code="size")
    option = size.option_group.options.first()
    address = f"{LIST}{made.pk}/change/"
    typed = shown(mia.get(address))
    for row in range(2):
        typed |= {f"children-{row}-attribute_{size.pk}": option.pk, f"children-{row}-price": "10"}

    answer = mia.post(address, typed)

    assert answer.status_code == 200
    assert len(complaints(answer)) == 1
    assert made.children.count() == 0


def test_stock_cannot_fall_below_what_is_promised(mia: Client) -> None:
    made = factories.product(in_stock=10)
    StockRecord.objects.filter(product=made).update(num_allocated=4)
    address = f"{LIST}{made.pk}/change/"

    answer = mia.post(address, shown(mia.get(address)) | {"in_stock": "3"})

    assert answer.status_code == 200
    assert "in_stock" in answer.context["adminform"].form.errors
    assert StockRecord.objects.get(product=made).num_in_stock == 10


def test_the_list_of_stock_changes_prices_through_the_history(mia: Client) -> None:
    made = factories.product(price=2400, in_stock=10)
    record = made.stockrecords.get()
    row = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": record.pk, "_save": "1"}
    row |= {"form-0-price": "19.90", "form-0-num_in_stock": 7, "form-0-cost": "8", "form-0-few_left": 2}

    answer = mia.post("/admin/partner/stockrecord/", row)

    assert answer.status_code == 302
    record.refresh_from_db()
    assert (record.price, record.num_in_stock, record.cost, record.few_left) == (Decimal("19.90"), 7, Decimal(8), 2)
    history = record.price_intervals.order_by("pk")
    assert [(each.price, each.ends_at is None) for each in history] == [(2400, False), (1990, True)]


def test_a_category_is_written_moved_and_its_addresses_follow(mia: Client) -> None:
    top, other = factories.category("Textile", "Textiles"), factories.category("Maison", "Home")
    words = {"name_fr": "Coussins", "name_en": "Cushions", "is_public": "on", "below": top.pk}
    answer = mia.post("/admin/catalogue/category/add/", words)
    assert complaints(answer) == []
    made = Category.objects.get(name_fr="Coussins")
    assert (made.address_fr, made.address_en) == ("textile/coussins", "textiles/cushions")

    address = f"/admin/catalogue/category/{made.pk}/change/"
    answer = mia.post(address, shown(mia.get(address)) | {"below": other.pk})

    assert complaints(answer) == []
    made = Category.objects.get(pk=made.pk)
    assert made.get_parent() == other
    assert (made.address_fr, made.address_en) == ("maison/coussins", "home/cushions")
    assert OldAddress.objects.filter(category=made).count() == 2
    assert Category.find_problems() == ([], [], [], [], [])


def test_a_category_never_hangs_below_itself_nor_deeper_than_three(mia: Client) -> None:
    top = factories.category("A", "A")
    middle = factories.category("B", "B", parent=top)
    factories.category("C", "C", parent=middle)
    other = factories.category("D", "D")
    address = f"/admin/catalogue/category/{top.pk}/change/"

    for wrong in (middle, other):
        answer = mia.post(address, shown(mia.get(address)) | {"below": wrong.pk})
        assert answer.status_code == 200
        assert "below" in answer.context["adminform"].form.errors
    assert Category.objects.get(pk=top.pk).depth == 1


def test_a_kind_with_a_property_and_a_list_of_options_are_written(mia: Client) -> None:
    answer = mia.get("/admin/catalogue/productclass/add/")
    typed = shown(answer) | {"name_fr": "Thé", "name_en": "Tea", "vat_class": "food"}
    typed |= {"attributes-TOTAL_FORMS": 1, "attributes-0-name_fr": "Origine", "attributes-0-name_en": "Origin"}
    typed |= {"attributes-0-code": "origin", "attributes-0-type": "text", "attributes-0-label_mention": "on"}
    typed |= {"attributes-0-position": 0}
    answer = mia.post("/admin/catalogue/productclass/add/", typed)
    assert complaints(answer) == []

    answer = mia.get("/admin/catalogue/attributeoptiongroup/add/")
    typed = shown(answer) | {"name": "Tailles", "code": "sizes", "options-TOTAL_FORMS": 1, "options-0-code": "s"}
    typed |= {"options-0-option_fr": "Petit", "options-0-option_en": "Small", "options-0-position": 0}
    answer = mia.post("/admin/catalogue/attributeoptiongroup/add/", typed)
    assert complaints(answer) == []
