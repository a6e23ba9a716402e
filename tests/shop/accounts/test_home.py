"""The account's own pages: what there is, name and language, what was agreed to."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from shop.accounts import menu, purposes
from shop.accounts.models import User
from shop.accounts.purposes import Purpose
from shop.people.models import Consent
from shop.people.selectors import agreed
from shop.people.services import grant, person_for_user
from tests import factories
from tests.shop.accounts.test_sign_up import address

pytestmark = pytest.mark.django_db
OLD, NEW = "I want the letter.", "I want the letter, four times a year."


@pytest.fixture
def ada(client: Client) -> User:
    made = factories.user("ada")
    client.force_login(made)
    return made


class TestMenu:
    def test_it_leads_to_every_page_of_the_account(self, client: Client, ada: User) -> None:
        page = client.get(address("account_home", "en"))

        for name in ("addresses", "profile", "email", "consents", "change_password"):
            assert f'href="{address(f"account_{name}", "en")}"' in page.text
        for name in ("mfa_index", "usersessions_list"):
            assert f'href="{address(name, "en")}"' in page.text
        assert address("socialaccount_connections", "en") not in page.text  # no keys, nothing connected

    def test_each_of_its_pages_opens_and_marks_itself(self, client: Client, ada: User) -> None:
        groups = menu.items(ada)
        assert [[item.key for item in items if item.key != "orders"] for _title, items in groups] == [
            ["addresses"],
            ["profile", "email", "consents"],
            ["password", "second", "devices"],
        ]
        for _title, items in groups:
            for item in items:
                page = client.get(item.url)
                assert page.status_code == 200, item.url
                assert page.text.count('aria-current="page"') == 1, item.url

    def test_a_room_above_adds_its_entry_in_its_place(self, client: Client, ada: User) -> None:
        entry = menu.Entry(
            "test", "My stones", "account_consents", "leaf", "shopping", 5, detail=lambda user: f"7 of {user.email}"
        )
        menu.register(entry)
        try:
            page = client.get(address("account_home"))
            _title, items = menu.items(ada)[0]
        finally:
            menu.forget("test")

        assert "My stones" in page.text
        assert "7 of ada@example.org" in page.text
        assert items[0].key == "test"

    def test_an_entry_whose_page_is_gone_is_left_out(self, client: Client, ada: User) -> None:
        menu.register(menu.Entry("test", "Nowhere", "no_such_page", "leaf"))
        try:
            assert "Nowhere" not in client.get(address("account_home")).text
        finally:
            menu.forget("test")
        with pytest.raises(ValueError, match="is no group"):
            menu.register(menu.Entry("test", "x", "account_home", "leaf", "nothing"))


def test_name_and_language_are_said_and_the_next_page_speaks_it(client: Client, ada: User) -> None:
    answer = client.post(address("account_profile"), {"name": "  Ada   Le Goff ", "language": "en"})

    assert answer["Location"] == address("account_profile", "en")
    person = person_for_user(user=ada)
    assert (person.name, person.language) == ("Ada Le Goff", "en")
    assert "Ada Le Goff" in client.get(address("account_home", "en")).text


@pytest.mark.parametrize("words", [{"name": "x" * 151, "language": "fr"}, {"name": "Ada", "language": "xx"}])
def test_what_cannot_be_a_name_or_a_language_changes_nothing(client: Client, ada: User, words: Any) -> None:
    page = client.post(address("account_profile"), words)

    assert "field__error" in page.text
    assert (person_for_user(user=ada).name, person_for_user(user=ada).language) == ("", "fr")


class TestConsents:
    @pytest.fixture
    def letter(self) -> Iterator[Purpose]:
        known = {purpose.code: purpose for purpose in purposes.all_purposes()}
        for code in known:
            purposes.forget(code)
        made = Purpose("letter", "The letter", {"2026-01": OLD, "2026-11": NEW})
        purposes.register(made)
        yield made
        purposes.forget("letter")
        for purpose in known.values():
            purposes.register(purpose)

    def say(self, client: Client, answer: str, **words: str) -> Any:
        said = {"purpose": "letter", "version": "2026-11", "answer": answer} | words
        return client.post(address("account_consents", "en"), said, follow=True)

    def test_without_purposes_the_page_says_so(self, client: Client, ada: User, letter: Purpose) -> None:
        purposes.forget("letter")

        assert "Nothing to agree to" in client.get(address("account_consents", "en")).text

    def test_yes_and_no_are_one_press_each_and_every_word_is_kept(
        self, client: Client, ada: User, letter: Purpose
    ) -> None:
        page = client.get(address("account_consents", "en"))
        assert NEW in page.text
        assert "You have not said anything: that is no." in page.text
        person = person_for_user(user=ada)

        assert "You said yes on" in self.say(client, "yes").text
        assert agreed(person, "letter")
        assert "You said no on" in self.say(client, "no").text
        assert not agreed(person, "letter")

        rows = list(Consent.objects.order_by("id").values_list("purpose", "granted", "wording", "source"))
        assert rows == [
            ("letter", True, "2026-11", "account/consents"),
            ("letter", False, "2026-11", "account/consents"),
        ]

    def test_said_twice_is_said_once(self, client: Client, ada: User, letter: Purpose) -> None:
        self.say(client, "yes")
        self.say(client, "yes")

        assert Consent.objects.count() == 1

    def test_it_shows_to_which_words_one_said_yes_then(self, client: Client, ada: User, letter: Purpose) -> None:
        grant(person=person_for_user(user=ada), purpose="letter", wording="2026-01", source="checkout")
        grant(person=person_for_user(user=ada), purpose="gone", wording="1", source="checkout")

        page = client.get(address("account_consents", "en"))

        assert f"“{OLD}”" in page.text
        assert "gone" in page.text

    def test_yes_to_words_that_have_changed_meanwhile_is_no_yes(
        self, client: Client, ada: User, letter: Purpose
    ) -> None:
        page = self.say(client, "yes", version="2026-01")

        assert "These words have changed meanwhile" in page.text
        assert Consent.objects.count() == 0

    @pytest.mark.parametrize("words", [{"purpose": "other"}, {"answer": "maybe"}, {"purpose": ""}])
    def test_what_nobody_asked_is_not_answered(
        self, client: Client, ada: User, letter: Purpose, words: dict[str, str]
    ) -> None:
        said = {"purpose": "letter", "version": "2026-11", "answer": "yes"} | words
        assert client.post(address("account_consents"), said).status_code == 404
        assert Consent.objects.count() == 0

    def test_a_purpose_needs_words(self) -> None:
        with pytest.raises(ValueError, match="not said in words"):
            purposes.register(Purpose("empty", "Empty"))
