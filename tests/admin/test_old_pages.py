"""An old page is saved: what changed meanwhile stays, what two people typed is asked again (S5: no update is lost)."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from shop.stock.models import StockRecord
from shop.stock.services import put_back, set_price
from tests import factories
from tests.admin.forms import complaints, shown

pytestmark = pytest.mark.django_db
STOCK = "/admin/partner/stockrecord/"


@pytest.fixture
def mia(admin_client: Client) -> Client:
    return admin_client


@pytest.fixture
def record() -> StockRecord:
    made: StockRecord = factories.product(price=2400, in_stock=10).stockrecords.get()
    return made


def pages(record: StockRecord) -> dict[str, tuple[str, str]]:
    """The address of each page that changes stock, and its name of the field."""
    return {
        "product": (f"/admin/catalogue/product/{record.product_id}/change/", "in_stock"),
        "stock": (f"{STOCK}{record.pk}/change/", "num_in_stock"),
    }


@pytest.mark.parametrize("page", ["product", "stock"])
def test_what_came_back_meanwhile_is_not_undone_by_a_new_price(mia: Client, record: StockRecord, page: str) -> None:
    address, _name = pages(record)[page]
    old = shown(mia.get(address))
    put_back({record.pk: 3})

    answer = mia.post(address, old | {"price": "19.90"})

    assert complaints(answer) == []
    record.refresh_from_db()
    assert (record.price, record.num_in_stock) == (Decimal("19.90"), 13)


@pytest.mark.parametrize("page", ["product", "stock"])
def test_a_price_changed_meanwhile_is_not_undone_by_a_count(mia: Client, record: StockRecord, page: str) -> None:
    address, name = pages(record)[page]
    old = shown(mia.get(address))
    set_price(record, 2600)

    mia.post(address, old | {name: "20"})

    record.refresh_from_db()
    assert (record.price, record.num_in_stock) == (Decimal("26.00"), 20)


@pytest.mark.parametrize("page", ["product", "stock"])
def test_a_count_of_what_is_no_longer_there_is_refused_with_the_figure(
    mia: Client, record: StockRecord, page: str
) -> None:
    address, name = pages(record)[page]
    old: dict[str, Any] = shown(mia.get(address))
    put_back({record.pk: 3})

    answer = mia.post(address, old | {name: "8"}, follow=True)

    assert "13" in "".join([*map(str, complaints(answer)), *map(str, answer.context["messages"])])
    record.refresh_from_db()
    assert (record.price, record.num_in_stock) == (Decimal("24.00"), 13)


def test_the_list_of_stock_saves_only_what_was_typed(mia: Client, record: StockRecord) -> None:
    row = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": record.pk, "_save": "1"}
    for name, was in (("price", "24.00"), ("num_in_stock", "10"), ("cost", "0.00"), ("few_left", "3")):
        row |= {f"form-0-{name}": was, f"initial-form-0-{name}": was}
    assert 'name="initial-form-0-num_in_stock"' in mia.get(STOCK).content.decode()
    put_back({record.pk: 3})

    mia.post(STOCK, row | {"form-0-few_left": "5"})

    record.refresh_from_db()
    assert (record.num_in_stock, record.few_left, record.price) == (13, 5, Decimal("24.00"))


@pytest.mark.parametrize("page", ["product", "stock"])
def test_what_was_shown_travels_along_unseen(mia: Client, record: StockRecord, page: str) -> None:
    address, name = pages(record)[page]
    assert f'<input type="hidden" name="initial-{name}" value="10"' in mia.get(address).content.decode()
