"""Staff see the ledger and write to it by one action, which asks why."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from shop.ledger import services
from shop.ledger.models import Account, Entry
from tests.factories import merchant, user
from tests.shop.ledger import POINTS

Earn = Callable[..., Entry]
PAGES = ("ledger_account", "ledger_entry", "ledger_hold", "people_person", "people_suppression")


@pytest.fixture
def mia(client: Client, db: None) -> Client:
    client.force_login(merchant())
    return client


@pytest.fixture
def books(account: Account, earn: Earn) -> Account:
    earn(100, "order-1")
    services.hold(account=account, amount=10, unit=POINTS, key="pending-1")
    return account


def address(account: Account) -> str:
    return reverse("admin:ledger_account_correct", args=[account.pk])


@pytest.mark.parametrize("page", PAGES)
def test_lists_search_and_rows_show(mia: Client, books: Account, page: str) -> None:
    assert mia.get(reverse(f"admin:{page}_changelist"), {"q": "ada"}).status_code == 200
    row = {"ledger_account": books.pk, "ledger_entry": books.entries.get().pk, "ledger_hold": books.holds.get().pk}
    row["people_person"] = books.person_id
    if page in row:
        assert mia.get(reverse(f"admin:{page}_change", args=[row[page]])).status_code == 200
        assert mia.post(reverse(f"admin:{page}_delete", args=[row[page]]), {"post": "yes"}).status_code == 403
    assert mia.get(reverse(f"admin:{page}_add")).status_code == 403


def test_nothing_is_changed_by_the_change_page(mia: Client, books: Account) -> None:
    assert mia.post(reverse("admin:ledger_account_change", args=[books.pk]), {"balance": 5}).status_code == 403
    books.refresh_from_db()
    assert books.balance == 100


def test_a_correction_is_one_entry_with_reason_and_author_however_often_it_is_sent(mia: Client, books: Account) -> None:
    page = mia.get(address(books)).content.decode()
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', page)
    assert key is not None
    form = {"amount": -30, "reason": "counted twice", "key": key[1]}
    for _twice in range(2):
        assert mia.post(address(books), form).status_code == 302
    entry = books.entries.get(kind="correction")
    assert (entry.amount, entry.note) == (-30, "counted twice")
    assert entry.created_by is not None
    assert entry.created_by.user.email == "mia@example.org"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("amount", "reason", "words"),
    [
        ("5", "  ", "obligatoire"),
        ("0", "why", None),
        ("-91", "too much", "90"),  # 10 of 100 are held
        ("9" * 30, "too much", None),
        ("x", "why", None),
    ],
)
def test_a_refused_correction_says_so_and_writes_nothing(
    mia: Client, books: Account, amount: str, reason: str, words: str | None
) -> None:
    form = {"amount": amount, "reason": reason, "key": "00000000-0000-4000-8000-000000000000"}
    answer = mia.post(address(books), form)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert words is None or words in answer.content.decode()
    assert books.entries.count() == 1


def test_staff_without_the_right_cannot_correct(client: Client, books: Account) -> None:
    ben = user("ben", is_staff=True)
    ben.user_permissions.add(Permission.objects.get(codename="view_account"))
    client.force_login(ben)
    assert client.get(reverse("admin:ledger_account_change", args=[books.pk])).status_code == 200
    form = {"amount": 5, "reason": "why", "key": "00000000-0000-4000-8000-000000000000"}
    assert client.post(address(books), form).status_code == 403
    assert books.entries.count() == 1


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    mia: Client, books: Account, page: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for number in range(15):
        other = services.open_account(key=f"v{number}", unit="cents")
        services.credit(account=other, amount=9, unit="cents", kind="sold", source=str(number))
        services.hold(account=other, amount=9, unit="cents", key=f"hold-{number}")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        mia.get(reverse(f"admin:{page}_changelist"))


def test_a_name_put_right_in_the_admin_leaves_everything_else(mia: Client, books: Account) -> None:
    ada = books.person
    assert ada is not None
    form = {"name": "Ada Le Goff", "town": "Brest", "language": "en", "email": "other@example.fr"}
    form |= {"consents-TOTAL_FORMS": "0", "consents-INITIAL_FORMS": "0"}
    assert mia.post(reverse("admin:people_person_change", args=[ada.pk]), form).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.town, ada.language, ada.email) == ("Ada Le Goff", "Brest", "en", "ada@example.fr")
