"""Sessions, and the code that opens the way to a new password: what a thief tries with them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from shop import clock
from shop.accounts.models import User
from shop.people.services import erase, person_for_user
from tests import factories
from tests.letters import letters
from tests.shop.accounts.openid import Provider, google, server
from tests.shop.accounts.test_sign_up import NEWCOMER, address, code_in, prove

pytestmark = pytest.mark.django_db
__all__ = ["google", "server"]  # fixtures
RIGHT = "a long enough word"


@pytest.fixture
def ada(db: None) -> User:
    made = factories.user("ada")
    prove("ada")
    return made


def enter(client: Client, password: str = RIGHT) -> Any:
    return client.post(address("account_login"), {"login": "ada@example.org", "password": password})


def is_in(client: Client) -> bool:
    return bool(client.get(address("account_home")).status_code == 200)


def by_code(client: Client) -> None:
    answer = client.post(address("account_login"), {"login": "ada@example.org", "way": "code"})
    client.post(answer["Location"], {"code": code_in(letters()[-1])})


def new_password(client: Client, password: str = "quite another word") -> Any:
    answer = client.post(address("account_reset_password"), {"email": "ada@example.org"})
    answer = client.post(answer["Location"], {"code": code_in(letters()[-1])})
    return client.post(answer["Location"], {"password1": password})


WAYS = {"password": enter, "code": by_code, "new password": new_password}


class TestFixation:
    """A thief gives somebody a session of theirs and waits for them to sign in with it."""

    def planted(self, client: Client) -> str:
        session = client.session
        session["seen"] = "before"
        session.save()
        client.cookies[configured.SESSION_COOKIE_NAME] = session.session_key
        return str(session.session_key)

    @pytest.mark.parametrize("way", WAYS)
    def test_the_session_gets_a_new_id_at_sign_in_and_the_old_one_is_dead(
        self, client: Client, ada: User, way: str
    ) -> None:
        planted = self.planted(client)

        WAYS[way](client)

        assert is_in(client)
        assert client.session.session_key != planted
        assert not Session.objects.filter(pk=planted).exists()
        thief = Client()
        thief.cookies[configured.SESSION_COOKIE_NAME] = planted
        assert not is_in(thief)

    def test_also_by_another_provider_and_at_sign_up(self, google: Provider) -> None:
        client, newcomer = Client(), Client()
        planted = [self.planted(client), self.planted(newcomer)]

        google.sign_in(client, "a1")
        newcomer.post(address("account_signup"), NEWCOMER | {"email": "ben@example.org"})
        newcomer.post(address("account_email_verification_sent"), {"code": code_in(letters()[-1])})

        assert is_in(client)
        assert is_in(newcomer)
        assert Session.objects.filter(pk__in=planted).count() == 0

    def test_an_id_that_nobody_made_is_not_taken(self, client: Client, ada: User) -> None:
        client.cookies[configured.SESSION_COOKIE_NAME] = "chosenbythethief0123456789abcdef"

        enter(client)

        assert is_in(client)
        assert not Session.objects.filter(pk="chosenbythethief0123456789abcdef").exists()

    def test_what_a_visitor_did_before_stays_theirs_but_not_the_next_persons(self, client: Client, ada: User) -> None:
        self.planted(client)
        enter(client)
        assert client.session["seen"] == "before"

        client.post(address("account_logout"))

        assert client.session.get("seen") is None


class TestTheEnd:
    """An id that was good is dead at once, wherever it is."""

    def copy(self, client: Client) -> Client:
        thief = Client()
        thief.cookies[configured.SESSION_COOKIE_NAME] = client.cookies[configured.SESSION_COOKIE_NAME].value
        assert is_in(thief)
        return thief

    def test_after_signing_out(self, client: Client, ada: User) -> None:
        enter(client)
        thief = self.copy(client)

        client.post(address("account_logout"))

        assert not is_in(client)
        assert not is_in(thief)

    def test_after_a_new_password_here_everywhere_else(self, client: Client, ada: User) -> None:
        enter(client)
        thief, elsewhere = self.copy(client), Client()
        enter(elsewhere)

        words = {"oldpassword": RIGHT, "password1": "quite another word"}
        assert client.post(address("account_change_password"), words).status_code == 302

        assert is_in(client)
        assert not is_in(thief)
        assert not is_in(elsewhere)

    def test_after_a_new_password_by_code_everywhere_else(self, client: Client, ada: User) -> None:
        elsewhere = Client()
        enter(elsewhere)

        new_password(client)

        assert is_in(client)
        assert not is_in(elsewhere)

    def test_after_signing_out_everywhere_else(self, client: Client, ada: User) -> None:
        elsewhere = Client()
        enter(client)
        enter(elsewhere)

        client.post(address("usersessions_list"))

        assert is_in(client)
        assert not is_in(elsewhere)

    def test_after_an_account_was_put_at_rest_or_erased(self, ada: User) -> None:
        first, second = Client(), Client()
        enter(first)
        enter(second)
        User.objects.filter(pk=ada.pk).update(is_active=False)
        assert not is_in(first)
        User.objects.filter(pk=ada.pk).update(is_active=True)
        assert is_in(second)

        erase(person=person_for_user(user=ada))

        assert not is_in(second)
        assert (UserSession.objects.count(), Session.objects.filter(session_data__contains="auth").count()) == (0, 0)


class TestNewPassword:
    """The code for a new password."""

    def asked(self, client: Client) -> tuple[str, str]:
        answer = client.post(address("account_reset_password"), {"email": "ada@example.org"})
        return str(answer["Location"]), code_in(letters()[-1])

    def test_it_is_good_once(self, client: Client, ada: User) -> None:
        confirm, code = self.asked(client)
        client.post(client.post(confirm, {"code": code})["Location"], {"password1": "quite another word"})
        client.post(address("account_logout"))

        client.post(confirm, {"code": code})
        client.post(address("account_complete_password_reset"), {"password1": "the thief's own word"})

        assert User.objects.get().check_password("quite another word")

    def test_it_is_dead_after_fifteen_minutes_and_so_is_the_page_behind_it(self, client: Client, ada: User) -> None:
        confirm, code = self.asked(client)
        with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
            client.post(confirm, {"code": code})
            client.post(address("account_complete_password_reset"), {"password1": "too late a word"})
        assert User.objects.get().check_password(RIGHT)

        confirm, code = self.asked(client)
        page = client.post(confirm, {"code": code})["Location"]
        with time_machine.travel(clock.now() + timedelta(minutes=16)):
            client.post(page, {"password1": "too late a word"})
        assert User.objects.get().check_password(RIGHT)

    def test_without_the_code_the_page_behind_it_is_closed(self, client: Client, ada: User) -> None:
        self.asked(client)

        answer = client.post(address("account_complete_password_reset"), {"password1": "the thief's own word"})

        assert answer["Location"] == address("account_confirm_password_reset_code")
        assert User.objects.get().check_password(RIGHT)

    def test_that_of_one_browser_is_nothing_in_another_and_one_persons_nothing_for_another(self, ada: User) -> None:
        factories.user("ben")
        prove("ben")
        _confirm, hers = self.asked(Client())
        ben = Client()
        answer = ben.post(address("account_reset_password"), {"email": "ben@example.org"})

        ben.post(answer["Location"], {"code": hers})

        page = ben.post(address("account_complete_password_reset"), {"password1": "the thief's own word"})
        assert page["Location"] == address("account_confirm_password_reset_code")
        assert User.objects.get(email="ada@example.org").check_password(RIGHT)

    def test_three_wrong_ones_end_it(self, client: Client, ada: User) -> None:
        confirm, code = self.asked(client)
        for _attempt in range(3):
            client.post(confirm, {"code": "000000" if code != "000000" else "111111"})

        client.post(confirm, {"code": code})

        answer = client.post(address("account_complete_password_reset"), {"password1": "the thief's own word"})
        assert answer.status_code == 302
        assert User.objects.get().check_password(RIGHT)

    def test_a_second_step_is_asked_for_after_it(self, client: Client, ada: User) -> None:
        TOTP.activate(ada, generate_totp_secret())

        answer = new_password(client)

        assert answer["Location"] == address("mfa_authenticate")
        assert not is_in(client)

    def test_mails_name_the_configured_site_and_no_code_stands_in_an_address(
        self, client: Client, ada: User, settings: Any
    ) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        forged = {"host": "evil.example", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
        for name, words in (
            ("account_reset_password", {"email": "ada@example.org"}),
            ("account_reset_password", {"email": "nobody@example.org"}),
            ("account_signup", NEWCOMER),
            ("account_login", {"login": "ada@example.org", "way": "code"}),
        ):
            cache.clear()
            Client().post(address(name), words, headers=forged)

        assert len(letters()) == 4
        for message in letters():
            whole = str(message.body) + str(message.alternatives[0].content)
            assert "evil" not in whole
            links = re.findall(r'https?://[^\s"<>)]+', str(message.body))
            assert all(link.startswith(configured.SITE_URL) for link in links), links
            assert not [link for link in links if re.search(r"\d{6}", link)]

    def test_the_page_of_the_code_sends_its_address_nowhere(self, client: Client, ada: User) -> None:
        confirm, _code = self.asked(client)

        assert client.get(confirm)["Referrer-Policy"] == "same-origin"
