"""Sign-in by a code that is mailed, on the same page as the password."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from shop import clock
from shop.accounts.models import User
from shop.people.models import Person
from shop.people.services import person_for_email
from tests import factories
from tests.letters import letters
from tests.shop.accounts.openid import ADA, Provider, google, server
from tests.shop.accounts.test_sign_up import NEWCOMER, address, code_in, prove

pytestmark = pytest.mark.django_db
__all__ = ["google", "server"]  # fixtures


@pytest.fixture
def ada(db: None) -> User:
    made = factories.user("ada")
    prove("ada")
    return made


def ask(client: Client, email: str = "ada@example.org", language: str = "fr", **words: str) -> Any:
    """Press "Send me a code" on the page of the sign-in."""
    return client.post(address("account_login", language), {"login": email, "way": "code", "password": ""} | words)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_code_comes_by_mail_and_opens_the_account(client: Client, ada: User, language: str) -> None:
    page = client.get(address("account_login", language))
    assert 'name="way" value="code" formnovalidate' in page.text

    answer = ask(client, language=language)

    assert (answer.status_code, answer["Location"]) == (302, address("account_confirm_login_code", language))
    assert not signed_in(client)
    [sent] = letters()
    assert (sent.to, f'<html lang="{language}"' in str(sent.alternatives[0].content)) == (["ada@example.org"], True)
    assert code_in(sent) in sent.subject
    assert code_in(sent) not in client.get(answer["Location"]).text

    answer = client.post(answer["Location"], {"code": code_in(sent)})
    assert answer["Location"] == address("account_home", language)
    assert signed_in(client)
    assert len(letters()) == 1


def test_a_password_that_the_browser_filled_in_is_not_tried(client: Client, ada: User) -> None:
    answer = ask(client, password="wrong")

    assert answer["Location"] == address("account_confirm_login_code")


def test_one_goes_on_to_the_page_one_wanted(client: Client, ada: User) -> None:
    answer = ask(client, next="/fr/account/sessions/")
    page = client.get(answer["Location"])
    assert 'name="next" value="/fr/account/sessions/"' in page.text

    answer = client.post(answer["Location"], {"code": code_in(letters()[0]), "next": "/fr/account/sessions/"})

    assert answer["Location"] == "/fr/account/sessions/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_foreign_target_is_not_followed(client: Client, ada: User, target: str) -> None:
    answer = ask(client, next=target)
    assert "evil" not in answer["Location"].split("?")[0]

    answer = client.post(address("account_confirm_login_code"), {"code": code_in(letters()[0]), "next": target})

    assert answer["Location"] == address("account_home")


def test_known_and_unknown_addresses_get_the_same_answer_and_another_mail(client: Client, ada: User) -> None:
    stranger = Client()
    known, unknown = ask(client), ask(stranger, "nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert set(known.headers) == set(unknown.headers)
    assert set(client.cookies) == set(stranger.cookies)

    def page(of: Client, email: str) -> str:
        text = of.get(address("account_confirm_login_code")).text.replace(email, "X")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)

    assert page(client, "ada@example.org") == page(stranger, "nobody@example.org")
    assert [message.to for message in letters()] == [["ada@example.org"], ["nobody@example.org"]]
    assert re.findall(r"\b\d{6}\b", str(letters()[1].body)) == []
    wrong = client.post(address("account_confirm_login_code"), {"code": "x"})
    other = stranger.post(address("account_confirm_login_code"), {"code": "x"})
    assert (wrong.status_code, other.status_code) == (200, 200)


def test_a_new_code_can_be_asked_for_and_the_first_is_dead(client: Client, ada: User) -> None:
    confirm = ask(client)["Location"]
    client.post(confirm, {"action": "resend"})
    first, second = (code_in(message) for message in letters())
    assert first != second

    client.post(confirm, {"code": first})
    assert not signed_in(client)
    client.post(confirm, {"code": second})
    assert signed_in(client)


def test_three_wrong_codes_end_it(client: Client, ada: User) -> None:
    confirm = ask(client)["Location"]
    right = code_in(letters()[0])
    for _attempt in range(3):
        client.post(confirm, {"code": "000000" if right != "000000" else "111111"})

    answer = client.post(confirm, {"code": right})

    assert answer.status_code == 302
    assert not signed_in(client)


def test_a_code_is_dead_after_fifteen_minutes_and_after_it_was_used(client: Client, ada: User) -> None:
    confirm = ask(client)["Location"]
    code = code_in(letters()[0])
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
        client.post(confirm, {"code": code})
    assert not signed_in(client)

    confirm = ask(client)["Location"]
    client.post(confirm, {"code": code_in(letters()[1])})
    assert signed_in(client)
    client.post(address("account_logout"))
    client.post(confirm, {"code": code_in(letters()[1])})
    assert not signed_in(client)


def test_the_code_of_one_browser_opens_nothing_in_another(client: Client, ada: User) -> None:
    ask(client)
    thief = Client()
    ask(thief)

    thief.post(address("account_confirm_login_code"), {"code": code_in(letters()[0])})

    assert not signed_in(thief)


def test_with_a_second_step_the_code_alone_opens_nothing(client: Client, ada: User) -> None:
    TOTP.activate(ada, generate_totp_secret())

    answer = client.post(ask(client)["Location"], {"code": code_in(letters()[0])})

    assert answer["Location"] == address("mfa_authenticate")
    assert client.get(address("account_home")).status_code == 302


def test_an_account_at_rest_is_not_woken(client: Client, ada: User) -> None:
    User.objects.update(is_active=False)

    answer = ask(client)

    assert answer["Location"] == address("account_confirm_login_code")
    assert re.findall(r"\b\d{6}\b", str(letters()[0].body)) == []


class TestAnAccountThatSomebodyElseOpened:
    """With my address, before me: they have chosen the password, but never read the mailbox."""

    @pytest.fixture
    def thief(self) -> Client:
        client = Client()
        client.post(address("account_signup"), NEWCOMER)
        letters().clear()
        return client

    def in_by_code(self, client: Client) -> Any:
        return client.post(ask(client)["Location"], {"code": code_in(letters()[-1])}, follow=True)

    def test_is_mine_once_i_have_shown_that_the_mailbox_is_and_their_password_is_dead(
        self, thief: Client, client: Client
    ) -> None:
        guest = person_for_email(email="ada@example.org", language="fr")

        page = self.in_by_code(client)

        assert signed_in(client)
        assert EmailAddress.objects.get().verified
        assert Person.objects.get(pk=guest.pk).merged_into == User.objects.get().person
        assert not User.objects.get().has_usable_password()
        assert "mot de passe" in page.text or "password" in page.text
        thief.post(address("account_login"), {"login": "ada@example.org", "password": NEWCOMER["password1"]})
        assert not signed_in(thief)

    def test_the_thiefs_page_for_the_code_is_dead_too(self, thief: Client, client: Client) -> None:
        self.in_by_code(client)

        for number in range(3):
            thief.post(address("account_email_verification_sent"), {"code": f"{number:06}"})
        thief.get(address("account_home"))

        assert not signed_in(thief)

    def test_neither_does_a_password_chosen_anew_leave_theirs(self, thief: Client, client: Client) -> None:
        confirm = client.post(address("account_reset_password"), {"email": "ada@example.org"})["Location"]
        client.post(confirm, {"code": code_in(letters()[0])})

        assert not User.objects.get().has_usable_password()  # before the new one is chosen

    def test_nor_does_the_other_provider_they_came_by(self, client: Client, google: Provider) -> None:
        google.knows("thief", **ADA | {"email_verified": False})
        google.sign_in(Client(), "thief")
        assert SocialAccount.objects.count() == 1

        self.in_by_code(client)

        assert signed_in(client)
        assert SocialAccount.objects.count() == 0
        thief = Client()
        google.sign_in(thief, "thief")
        assert not signed_in(thief)

    def test_whoever_knows_password_and_mailbox_keeps_the_password(self, thief: Client, client: Client) -> None:
        """The owner who signed up on one machine and types the code on another."""
        words = {"login": "ada@example.org", "password": NEWCOMER["password1"]}
        with time_machine.travel(clock.now() + timedelta(minutes=1)):
            confirm = client.post(address("account_login"), words)["Location"]
            assert confirm == address("account_email_verification_sent")
            client.post(confirm, {"code": code_in(letters()[0])})

        assert signed_in(client)
        assert User.objects.get().has_usable_password()

    def test_a_proven_account_keeps_its_keys_when_it_is_entered_by_code(self, client: Client, ada: User) -> None:
        TOTP.activate(ada, generate_totp_secret())

        ask(client)
        client.post(address("account_confirm_login_code"), {"code": code_in(letters()[0])})

        assert User.objects.get().has_usable_password()
        assert Authenticator.objects.count() == 1
