"""The address book."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from oscar.apps.address.models import Country, UserAddress

from shop import clock
from shop.accounts import places, services
from shop.accounts.exceptions import AddressBookFull
from shop.accounts.models import User
from shop.accounts.selectors import address as one_of
from shop.accounts.selectors import addresses
from shop.people.services import erase, person_for_user
from tests import factories
from tests.rivals import kinds, together

QUAI = {
    "first_name": "Ada",
    "last_name": "Le Goff",
    "line1": "12 quai de la Fosse",
    "line2": "",
    "postcode": "44000",
    "city": "Nantes",
    "country": "FR",
    "phone": "+33612345678",
}
MILL = QUAI | {"line1": "3 chemin du Moulin", "postcode": "29200", "city": "Brest"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two countries and one rule, as if delivery had plugged them in."""

    def check(values: Mapping[str, str]) -> dict[str, str]:
        if values["country"] == "FR" and values["postcode"] and len(values["postcode"]) != 5:
            raise ValidationError({"postcode": "One digit is missing."})
        return {name: values[name].strip() for name in places.FIELDS}

    def countries(language: str | None) -> list[tuple[str, str]]:
        return [("FR", "France"), ("BE", "Belgique")]

    monkeypatch.setattr(places, "_socket", (countries, check))


@pytest.fixture
def ada(socket: None, client: Client) -> User:
    made = factories.user("ada")
    client.force_login(made)
    return made


def url(name: str, language: str = "fr", **kwargs: int) -> str:
    with override(language):
        return reverse(name, kwargs=kwargs)


def lines(user: User) -> list[tuple[str, bool]]:
    return [(one.line1, one.is_default) for one in addresses(user)]


class TestService:
    def test_the_first_address_comes_first_and_another_when_it_is_put_there(self, ada: User) -> None:
        quai = services.save_address(user=ada, values=QUAI)
        mill = services.save_address(user=ada, values=MILL)
        assert lines(ada) == [("12 quai de la Fosse", True), ("3 chemin du Moulin", False)]

        assert services.put_first(user=ada, id=mill.id)
        assert lines(ada) == [("3 chemin du Moulin", True), ("12 quai de la Fosse", False)]
        assert quai.values() == QUAI
        assert one_of(ada, quai.id).values() == QUAI  # type: ignore[union-attr]

    def test_the_same_address_again_is_the_one_there_is(self, ada: User) -> None:
        first = services.save_address(user=ada, values=QUAI)
        again = services.save_address(user=ada, values=QUAI | {"phone": "+33699999999", "line1": "12 Quai de la Fosse"})

        assert again.id == first.id
        assert [one.phone for one in addresses(ada)] == ["+33699999999"]

    def test_one_that_is_changed_into_another_is_that_other(self, ada: User) -> None:
        quai = services.save_address(user=ada, values=QUAI)
        mill = services.save_address(user=ada, values=MILL)

        kept = services.save_address(user=ada, values=MILL, id=quai.id)

        assert kept.id == mill.id
        assert lines(ada) == [("3 chemin du Moulin", True)]

    def test_when_the_first_goes_the_oldest_of_the_others_comes_first(self, ada: User) -> None:
        quai = services.save_address(user=ada, values=QUAI)
        services.save_address(user=ada, values=MILL)

        assert services.remove_address(user=ada, id=quai.id) == quai
        assert services.remove_address(user=ada, id=quai.id) is None
        assert lines(ada) == [("3 chemin du Moulin", True)]

    def test_a_book_holds_twenty(self, ada: User) -> None:
        for number in range(20):
            services.save_address(user=ada, values=QUAI | {"line1": f"{number} rue Haute"})

        with pytest.raises(AddressBookFull):
            services.save_address(user=ada, values=MILL)
        assert len(addresses(ada)) == 20
        services.save_address(user=ada, values=QUAI | {"line1": "3 rue Haute"})  # is there already

    def test_a_country_that_was_not_loaded_is_made(self, ada: User) -> None:
        Country.objects.filter(pk="BE").delete()

        services.save_address(user=ada, values=QUAI | {"country": "BE", "postcode": "1000"})

        assert [one.country for one in addresses(ada)] == ["BE"]

    def test_the_book_is_read_in_one_statement(self, ada: User, django_assert_num_queries: Any) -> None:
        services.save_address(user=ada, values=QUAI)
        services.save_address(user=ada, values=MILL)
        with django_assert_num_queries(1):
            assert len(addresses(ada)) == 2

    def test_an_erased_person_leaves_no_address(self, ada: User, client: Client) -> None:
        services.save_address(user=ada, values=QUAI)

        erase(person=person_for_user(user=ada))

        assert (UserAddress.objects.count(), User.objects.count()) == (0, 0)


class TestRivals:
    pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

    @pytest.mark.parametrize("run", range(3))
    def test_ten_at_once_leave_one_first_choice_and_never_more_than_twenty(self, run: int) -> None:
        ada = factories.user("ada")
        Country.objects.get_or_create(pk="FR", defaults={"name": "France", "printable_name": "France"})
        for number in range(15):
            services.save_address(user=ada, values=QUAI | {"line1": f"{number} rue Basse"})
        calls = [
            partial(services.save_address, user=ada, values=QUAI | {"line1": f"{number} rue Haute"}, default=True)
            for number in range(10)
        ]

        assert kinds(together(calls)) == {"AddressBookFull": 5, "SavedAddress": 5}
        assert UserAddress.objects.filter(is_default_for_shipping=True).count() == 1
        assert UserAddress.objects.count() == 20


class TestPages:
    @pytest.fixture(autouse=True)
    def signed_in(self, ada: User) -> None: ...

    @pytest.mark.parametrize(
        ("language", "none", "added"),
        [("fr", "Aucune adresse", "Nantes"), ("en", "No address yet", "Nantes")],
    )
    def test_an_empty_book_leads_to_the_form_and_the_form_to_the_book(
        self, client: Client, ada: User, language: str, none: str, added: str
    ) -> None:
        page = client.get(url("account_addresses", language))
        assert url("account_address_new", language) in page.text
        if language == "en":
            assert none in page.text

        answer = client.post(url("account_address_new", language), QUAI)

        assert (answer.status_code, answer["Location"]) == (302, url("account_addresses", language))
        assert added in client.get(answer["Location"]).text
        assert [one.values() for one in addresses(ada)] == [QUAI]

    def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(self, client: Client, ada: User) -> None:
        typed = QUAI | {"postcode": "4400", "last_name": "", "line2": "  2e étage "}

        page = client.post(url("account_address_new", "en"), typed)

        assert page.status_code == 200
        assert "One digit is missing." in page.text
        assert "Your last name is missing." in page.text
        for value in ("4400", "12 quai de la Fosse", "2e étage", "+33612345678"):
            assert value in page.text
        assert 'aria-describedby="id_postcode_error"' in page.text
        assert addresses(ada) == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("country", "US"),
            ("country", "XX"),
            ("country", ""),
            ("line1", "x" * 81),
            ("city", "\x00"),
            ("postcode", ""),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, client: Client, ada: User, field: str, value: str) -> None:
        page = client.post(url("account_address_new"), QUAI | {field: value})

        assert page.status_code == 200
        assert "field__error" in page.text
        assert addresses(ada) == []

    @pytest.mark.parametrize("name", ["Ærøskøbing Þór", "王小明", "<script>alert(1)</script>", "O’Brien-Ñandú", "🐚"])
    def test_names_of_any_script_are_kept_and_shown_as_text(self, client: Client, ada: User, name: str) -> None:
        client.post(url("account_address_new"), QUAI | {"last_name": name})

        assert [one.last_name for one in addresses(ada)] == [name]
        page = client.get(url("account_addresses"))
        assert "<script>alert" not in page.text
        assert name.replace("<", "&lt;").replace(">", "&gt;") in page.text

    def test_an_address_is_changed(self, client: Client, ada: User) -> None:
        quai = services.save_address(user=ada, values=QUAI)
        page = client.get(url("account_address", id=quai.id))
        assert 'value="12 quai de la Fosse"' in page.text

        client.post(url("account_address", id=quai.id), QUAI | {"line1": "14 quai de la Fosse"})

        assert lines(ada) == [("14 quai de la Fosse", True)]

    def test_what_is_taken_out_can_be_put_back(self, client: Client, ada: User) -> None:
        quai = services.save_address(user=ada, values=QUAI)
        services.save_address(user=ada, values=MILL)

        page = client.post(url("account_address_remove", "en", id=quai.id), follow=True)
        assert "no longer in your book" in page.text
        assert lines(ada) == [("3 chemin du Moulin", True)]

        client.post(url("account_address_put_back"))
        assert lines(ada) == [("12 quai de la Fosse", True), ("3 chemin du Moulin", False)]
        client.post(url("account_address_put_back"))  # again: nothing
        assert len(addresses(ada)) == 2
        assert "no longer in your book" not in client.get(url("account_addresses", "en")).text

    def test_after_ten_minutes_it_is_gone(self, client: Client, ada: User) -> None:
        quai = services.save_address(user=ada, values=QUAI)
        client.post(url("account_address_remove", id=quai.id))

        with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
            client.post(url("account_address_put_back"))
            assert addresses(ada) == []
            assert "address_removed" not in client.session

    def test_nothing_changes_by_a_get(self, client: Client, ada: User) -> None:
        quai = services.save_address(user=ada, values=QUAI)
        mill = services.save_address(user=ada, values=MILL)
        for name, kwargs in (
            ("account_address_remove", {"id": quai.id}),
            ("account_address_first", {"id": mill.id}),
            ("account_address_put_back", {}),
        ):
            assert client.get(url(name, **kwargs)).status_code == 405
        assert lines(ada) == [("12 quai de la Fosse", True), ("3 chemin du Moulin", False)]

    def test_another_persons_address_is_not_there(self, client: Client, ada: User) -> None:
        ben = factories.user("ben")
        his = services.save_address(user=ben, values=MILL)

        assert client.get(url("account_address", id=his.id)).status_code == 404
        assert client.post(url("account_address", id=his.id), QUAI).status_code == 404
        assert client.post(url("account_address_first", id=his.id)).status_code == 404
        client.post(url("account_address_remove", id=his.id))
        client.post(url("account_address_put_back"))

        assert lines(ben) == [("3 chemin du Moulin", True)]
        assert addresses(ada) == []

    def test_strangers_are_sent_to_the_sign_in(self, ada: User) -> None:
        stranger = Client()
        for name in ("account_addresses", "account_address_new"):
            assert "login" in stranger.get(url(name))["Location"]

    def test_a_country_that_is_delivered_to_no_more_can_stay(self, client: Client, ada: User) -> None:
        swiss = services.save_address(user=ada, values=QUAI | {"country": "CH", "postcode": "1200", "city": "Genève"})

        page = client.get(url("account_address", id=swiss.id))
        assert '<option value="CH" selected>Suisse</option>' in page.text
        client.post(url("account_address", id=swiss.id), swiss.values() | {"line2": "Bâtiment B"})

        assert [(one.country, one.line2) for one in addresses(ada)] == [("CH", "Bâtiment B")]


@pytest.fixture
def empty_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_socket", (places._countries, places._check))


def test_the_book_works_when_nothing_is_plugged_in(empty_socket: None, client: Client) -> None:
    ada = factories.user("ada")
    client.force_login(ada)
    Country.objects.all().delete()

    client.post(url("account_address_new"), QUAI | {"line1": "  12   quai de la Fosse "})

    assert [one.values() for one in addresses(ada)] == [QUAI]
