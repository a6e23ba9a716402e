"""Staff act behind a second step only: whichever way they came in, and whoever guesses at it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client

from shop import clock
from shop.accounts import limits
from shop.accounts.limits import SECOND
from shop.accounts.models import Tries, User
from shop.accounts.tasks import tell_owners
from tests import factories
from tests.admin.test_door import ADDRESSES
from tests.letters import letters
from tests.shop.accounts.openid import Provider, google, server
from tests.shop.accounts.test_sign_up import address, code_in, prove

pytestmark = pytest.mark.django_db
__all__ = ["google", "server"]  # fixtures
PRODUCTS = "/admin/catalogue/product/"
RIGHT = "a long enough word"


@pytest.fixture(autouse=True)
def mia(settings: Any) -> User:
    settings.ADMIN_NEEDS_MFA = True
    made = factories.merchant()
    prove("mia")
    return made


def enter(client: Client, password: str = RIGHT) -> Any:
    return client.post(address("account_login"), {"login": "mia@example.org", "password": password})


def with_step(mia: User) -> list[str]:
    """Mia has set up a second step; gives her emergency codes, each of which is one."""
    TOTP.activate(mia, generate_totp_secret())
    return list(RecoveryCodes.activate(mia).get_unused_codes())


def test_without_a_second_step_no_address_of_the_administration_answers(client: Client, mia: User) -> None:
    client.force_login(mia)

    for path in ADDRESSES:
        for answer in (client.get(path), client.post(path, {"_save": "1", "email": "thief@example.org"})):
            assert (answer.status_code, answer["Location"]) == (302, "/fr/account/2fa/"), path
    assert User.objects.count() == 1


def test_a_stolen_password_alone_does_not_set_a_second_step_up(client: Client, mia: User) -> None:
    """Staff without one also prove their mailbox at sign-in."""
    answer = enter(client)

    assert answer["Location"] == address("account_confirm_login_code")
    assert client.get(address("mfa_activate_totp")).status_code == 302
    assert client.get(PRODUCTS)["Location"].startswith("/fr/account/login/")
    assert Authenticator.objects.count() == 0

    client.post(answer["Location"], {"code": code_in(letters()[0])})
    assert client.get(PRODUCTS)["Location"] == "/fr/account/2fa/"
    assert client.get(address("mfa_index")).status_code == 200


def test_shoppers_and_shops_that_ask_for_none_are_not_asked_for_the_code(client: Client, settings: Any) -> None:
    factories.user("ada")
    prove("ada")
    answer = client.post(address("account_login"), {"login": "ada@example.org", "password": RIGHT})
    assert answer["Location"] == address("account_home")

    settings.ADMIN_NEEDS_MFA = False
    assert enter(Client())["Location"] == address("account_home")


def in_by_password(client: Client, google: Provider) -> Any:
    return enter(client)


def in_by_code(client: Client, google: Provider) -> Any:
    answer = client.post(address("account_login"), {"login": "mia@example.org", "way": "code"})
    return client.post(answer["Location"], {"code": code_in(letters()[-1])})


def in_by_new_password(client: Client, google: Provider) -> Any:
    answer = client.post(address("account_reset_password"), {"email": "mia@example.org"})
    answer = client.post(answer["Location"], {"code": code_in(letters()[-1])})
    return client.post(answer["Location"], {"password1": "quite another word"})


def in_by_google(client: Client, google: Provider) -> Any:
    return google.sign_in(client, "mia")


@pytest.mark.parametrize("way", [in_by_password, in_by_code, in_by_new_password, in_by_google])
def test_whichever_way_they_come_the_second_step_stands_before_the_administration(
    client: Client, mia: User, google: Provider, way: Any
) -> None:
    from allauth.socialaccount.models import SocialAccount

    SocialAccount.objects.create(user=mia, provider="google", uid="mia")
    google.knows("mia", email="mia@example.org", email_verified=True)
    codes = with_step(mia)

    assert way(client, google)["Location"] == address("mfa_authenticate")
    assert client.get(PRODUCTS)["Location"].startswith("/fr/account/login/")
    wrong = client.post(address("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get(PRODUCTS).status_code == 302

    client.post(address("mfa_authenticate"), {"code": codes[0]})
    assert client.get(PRODUCTS).status_code == 200


def test_an_emergency_code_opens_once(client: Client, mia: User) -> None:
    codes = with_step(mia)
    enter(client)
    client.post(address("mfa_authenticate"), {"code": codes[0]})
    assert client.get(PRODUCTS).status_code == 200

    thief = Client()
    enter(thief)
    thief.post(address("mfa_authenticate"), {"code": codes[0]})

    assert thief.get(PRODUCTS).status_code == 302


def test_a_session_from_before_the_second_step_passes_it_first(client: Client, mia: User) -> None:
    client.force_login(mia)
    codes = with_step(mia)

    answer = client.get(PRODUCTS)
    assert answer["Location"] == "/fr/account/2fa/reauthenticate/?next=%2Fadmin%2F"
    client.post(answer["Location"], {"code": codes[0], "next": "/admin/"})
    assert client.get(PRODUCTS).status_code == 200


def test_when_the_second_step_goes_the_door_closes(client: Client, mia: User) -> None:
    codes = with_step(mia)
    enter(client)
    client.post(address("mfa_authenticate"), {"code": codes[0]})
    assert client.get(PRODUCTS).status_code == 200

    Authenticator.objects.all().delete()

    assert client.get(PRODUCTS)["Location"] == "/fr/account/2fa/"


class TestGuessing:
    """The code of the second step, by somebody who has the password."""

    def attack(self, client: Client, times: int) -> list[bool]:
        """Wrong codes; whether each was looked at. What allauth counts in the cache beside is not meant here."""
        enter(client)
        looked_at = []
        for _count in range(times):
            cache.clear()
            page = client.post(address("mfa_authenticate", "en"), {"code": "000000"})
            looked_at.append("This is not the code" in page.text)
        return looked_at

    def test_it_is_counted_in_the_database_and_each_waits_longer(self, client: Client, mia: User) -> None:
        codes = with_step(mia)

        assert self.attack(client, 6) == [True, True, True, True, False, False]

        cache.clear()
        client.post(address("mfa_authenticate"), {"code": codes[0]})
        assert client.get(PRODUCTS).status_code == 302

    def test_another_visitor_is_not_another_count(self, client: Client, mia: User, settings: Any) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        with_step(mia)
        for _count in range(3):
            limits.take(SECOND, str(mia.pk))

        other = Client(headers={"x-forwarded-for": "203.0.113.9"})
        assert self.attack(other, 2) == [True, False]

    def test_the_owner_hears_that_somebody_has_the_password(self, client: Client, mia: User) -> None:
        with_step(mia)
        now = clock.now().timestamp()
        earlier = [now - 60 * minutes for minutes in (5, 4, 3, 2)]
        Tries.objects.create(kind="second", digest=limits.digest(str(mia.pk)), times=earlier)
        assert self.attack(client, 1) == [True]

        tell_owners()
        tell_owners()

        [sent] = letters()
        assert sent.to == ["mia@example.org"]

    def test_the_right_one_is_no_guess(self, client: Client, mia: User) -> None:
        codes = with_step(mia)
        enter(client)
        client.post(address("mfa_authenticate"), {"code": codes[0]})

        assert Tries.objects.get(kind="second").times == []
